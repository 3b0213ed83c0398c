import { readdirSync } from "node:fs";
import { type Emit, gauge, seriesByKey } from "@/lib/probes/host/emit";
import { readProcFile } from "@/lib/probes/host/proc-file";

// What sysconf(_SC_CLK_TCK) and _SC_PAGESIZE answer on every Linux that Node runs on, but for 64 KiB pages on some arm64 and ppc64.
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
const MOST_PROCESSES = 4096;

export interface ProcessUse {
  readonly name: string;
  readonly ticks: number;
  readonly startedTicks: number;
  readonly residentBytes: number;
}

/** Reads /proc/<pid>/stat; the name stands in the last pair of parentheses and may itself hold spaces and parentheses. */
export function parseProcess(text: string): ProcessUse | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const residentBytes = Number(fields[21]) * PAGE_BYTES;
  if (!Number.isFinite(ticks + residentBytes)) return undefined;
  return { name: text.slice(open + 1, close), ticks, startedTicks: Number(fields[19]), residentBytes };
}

export interface ProcessTotals {
  readonly cpuRatio: number;
  readonly residentBytes: number;
  readonly count: number;
}

/** Sums what processes of one name used since the last reading: cores of CPU (1 = one core busy) and resident bytes. */
export function sumByName(
  now: ReadonlyMap<number, ProcessUse>,
  before: ReadonlyMap<number, ProcessUse>,
  seconds: number,
): Map<string, ProcessTotals> {
  const totals = new Map<string, ProcessTotals>();
  for (const [pid, use] of now) {
    const cpu =
      seconds > 0 ? Math.max(0, use.ticks - ticksBefore(use, before.get(pid))) / TICKS_PER_SECOND / seconds : 0;
    const sum = totals.get(use.name);
    totals.set(use.name, {
      cpuRatio: (sum?.cpuRatio ?? 0) + cpu,
      residentBytes: (sum?.residentBytes ?? 0) + use.residentBytes,
      count: (sum?.count ?? 0) + 1,
    });
  }
  return totals;
}

// A process that is new, or that took over a number, starts from nothing.
function ticksBefore(use: ProcessUse, was: ProcessUse | undefined): number {
  return was && was.startedTicks === use.startedTicks ? was.ticks : 0;
}

/** The names that use the most CPU and those that use the most memory, `most` of each. */
export function busiest(totals: ReadonlyMap<string, ProcessTotals>, most: number): string[] {
  const names = [...totals.keys()];
  const by = (of: (total: ProcessTotals) => number) =>
    names
      .map((name) => ({ name, value: of(totals.get(name) ?? { cpuRatio: 0, residentBytes: 0, count: 0 }) }))
      .filter((entry) => entry.value > 0)
      .sort((left, right) => right.value - left.value)
      .slice(0, most)
      .map((entry) => entry.name);
  return [...new Set([...by((total) => total.cpuRatio), ...by((total) => total.residentBytes)])];
}

/** Emits host_process_cpu_ratio, host_process_memory_bytes and host_process_count{process} for the busiest names, and host_processes. */
export function createProcessesReader(most = 10): (monotonicMs: number, emit: Emit) => void {
  const cpu = seriesByKey((process) => gauge("host_process_cpu_ratio", "ratio", { process }), 1000);
  const memory = seriesByKey((process) => gauge("host_process_memory_bytes", "bytes", { process }), 1000);
  const count = seriesByKey((process) => gauge("host_process_count", "count", { process }), 1000);
  const all = gauge("host_processes", "count");
  let before: { at: number; uses: Map<number, ProcessUse> } | undefined;
  return (monotonicMs, emit) => {
    const uses = readProcesses();
    const seconds = before ? (monotonicMs - before.at) / 1000 : 0;
    const totals = sumByName(uses, before?.uses ?? new Map(), seconds);
    for (const name of busiest(totals, most)) {
      const total = totals.get(name);
      const [cpuOf, memoryOf, countOf] = [cpu(name), memory(name), count(name)];
      if (!total || !cpuOf || !memoryOf || !countOf) continue;
      if (before) emit(cpuOf, Math.round(total.cpuRatio * 1000) / 1000);
      emit(memoryOf, total.residentBytes);
      emit(countOf, total.count);
    }
    emit(all, uses.size);
    before = { at: monotonicMs, uses };
  };
}

function readProcesses(): Map<number, ProcessUse> {
  const uses = new Map<number, ProcessUse>();
  let names: string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return uses;
  }
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || uses.size >= MOST_PROCESSES) continue;
    const use = parseProcess(readProcFile(`/proc/${name}/stat`));
    // Kernel threads hold no memory and are not what an operator looks for.
    if (use && use.residentBytes > 0) uses.set(pid, use);
  }
  return uses;
}
