import { type Emit, gauge, seriesByKey } from "@/lib/probes/host/emit";

const MODES = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;
const IDLE = 3;
const IOWAIT = 4;

/** Jiffies of one line of /proc/stat, in the order user, nice, system, idle, iowait, irq, softirq, steal. */
export type CpuTimes = readonly number[];

/** Reads the `cpu` lines of /proc/stat: "cpu" is the whole machine, "cpu0" one core. */
export function parseCpuTimes(text: string): Map<string, CpuTimes> {
  const times = new Map<string, CpuTimes>();
  let at = 0;
  while (text.startsWith("cpu", at)) {
    const end = text.indexOf("\n", at);
    const fields = text.slice(at, end < 0 ? text.length : end).split(/ +/);
    const name = fields[0];
    if (name && fields.length >= 5)
      times.set(
        name,
        MODES.map((_, index) => Number(fields[index + 1] ?? 0)),
      );
    if (end < 0) break;
    at = end + 1;
  }
  return times;
}

/** The share of time that each mode took between two readings, 0..1; undefined when no time went by or the counters stepped back. */
export function cpuShares(before: CpuTimes, after: CpuTimes): number[] | undefined {
  const spent = after.map((value, index) => value - (before[index] ?? 0));
  // iowait is documented to decrease at times: a small step back counts as none.
  const forward = spent.map((value) => Math.max(0, value));
  const total = forward.reduce((sum, value) => sum + value, 0);
  if (total <= 0 || spent.some((value) => value < -100)) return undefined;
  return forward.map((value) => value / total);
}

/** Emits host_cpu_ratio{mode} for the machine, {mode="busy"} for all but idle and iowait, and {cpu} busy per core. */
export function createCpuReader(): (text: string, emit: Emit) => void {
  const modes = MODES.map((mode) => gauge("host_cpu_ratio", "ratio", { mode }));
  const busy = gauge("host_cpu_ratio", "ratio", { mode: "busy" });
  const cores = seriesByKey((cpu) => gauge("host_cpu_ratio", "ratio", { cpu: cpu.slice(3) }), 1024);
  let before = new Map<string, CpuTimes>();

  function emitShares(name: string, shares: readonly number[], emit: Emit): void {
    const used = Math.max(0, 1 - (shares[IDLE] ?? 0) - (shares[IOWAIT] ?? 0));
    if (name !== "cpu") {
      emitAt(cores(name), used, emit);
      return;
    }
    for (let mode = 0; mode < modes.length; mode++) emitAt(modes[mode], shares[mode], emit);
    emitAt(busy, used, emit);
  }

  return (text, emit) => {
    const now = parseCpuTimes(text);
    for (const [name, times] of now) {
      const was = before.get(name);
      const shares = was && cpuShares(was, times);
      if (shares) emitShares(name, shares, emit);
    }
    before = now;
  };
}

function emitAt(series: ReturnType<typeof gauge> | undefined, value: number | undefined, emit: Emit): void {
  if (series && value !== undefined) emit(series, round(value));
}

// Jiffies carry two digits a second; four keep ten-second averages exact and the rows small.
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
