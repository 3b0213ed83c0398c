import type { Thresholds } from "@/lib/fleet/settings";
import type { StateReason } from "@/lib/fleet/state-now";
import type { HealthState } from "@/lib/kernel/states";

/** What a host last measured, as shares 0..1; disks by mount. */
export type HostMemory = {
  lastMs: number | null;
  cpu: number | null;
  /** Since when the CPU has been at or over its threshold without a break. */
  cpuHighSinceMs: number | null;
  memory: number | null;
  disks: Map<string, number>;
  /** What degrades it now: leaving takes a little more than not entering, so that a value on the edge does not flap. */
  over: Set<string>;
};

export type HostReading = { what: "cpu" | "memory" | "disk"; mount: string; atMs: number; value: number };

/** A value that is over its threshold has to fall this far below it to be well again. */
const HYSTERESIS = 0.03;

/** A host that has not measured anything yet. */
export function newHostMemory(): HostMemory {
  return {
    lastMs: null,
    cpu: null,
    cpuHighSinceMs: null,
    memory: null,
    disks: new Map(),
    over: new Set(),
  };
}

/** Takes one more reading into the memory. */
export function takeReading(memory: HostMemory, thresholds: Thresholds, reading: HostReading): void {
  memory.lastMs = Math.max(memory.lastMs ?? 0, reading.atMs);
  if (reading.what === "memory") memory.memory = reading.value;
  if (reading.what === "disk") memory.disks.set(reading.mount, reading.value);
  if (reading.what !== "cpu") return;
  memory.cpu = reading.value;
  const floor = thresholds.cpuRatio - (memory.over.has("cpu") ? HYSTERESIS : 0);
  if (reading.value < floor) memory.cpuHighSinceMs = null;
  else memory.cpuHighSinceMs ??= reading.atMs;
}

/** How a host's silence is told: by its collector, or, for hosts that send through another door, by its own series. */
export type HostSilence = { silentSeconds: number } | { noCollector: true } | null;

/** The state of a host: unknown when silent, degraded while CPU (for long enough), memory or a disk is over its threshold. */
export function judgeHost(
  memory: HostMemory,
  thresholds: Thresholds,
  silence: HostSilence,
  nowMs: number,
): { state: HealthState; reason: StateReason } {
  if (silence && "noCollector" in silence)
    return { state: "unknown", reason: { key: "host.no-collector", details: {} } };
  if (silence) return { state: "unknown", reason: { key: "host.silent", details: { seconds: silence.silentSeconds } } };
  const reasons = [cpu(memory, thresholds, nowMs), ram(memory, thresholds), ...disks(memory, thresholds)];
  const worst = reasons.find((reason) => reason !== null);
  return worst ? { state: "degraded", reason: worst } : { state: "healthy", reason: { key: "host.ok", details: {} } };
}

function cpu(memory: HostMemory, thresholds: Thresholds, nowMs: number): StateReason | null {
  const highMs = memory.cpuHighSinceMs === null ? 0 : nowMs - memory.cpuHighSinceMs;
  const over = memory.over.has("cpu") ? memory.cpuHighSinceMs !== null : highMs >= thresholds.cpuSeconds * 1000;
  mark(memory, "cpu", over);
  if (!over) return null;
  return {
    key: "host.cpu",
    details: { percent: percent(memory.cpu), minutes: Math.round(thresholds.cpuSeconds / 60) },
  };
}

function ram(memory: HostMemory, thresholds: Thresholds): StateReason | null {
  if (!isOver(memory, "memory", memory.memory, thresholds.memoryRatio)) return null;
  return { key: "host.memory", details: { percent: percent(memory.memory) } };
}

function* disks(memory: HostMemory, thresholds: Thresholds): Generator<StateReason | null> {
  const fullest = [...memory.disks].toSorted(([, a], [, b]) => b - a);
  for (const [mount, used] of fullest) {
    if (!isOver(memory, `disk ${mount}`, used, thresholds.diskRatio)) continue;
    yield { key: "host.disk", details: { mount, percent: percent(used) } };
  }
}

function isOver(memory: HostMemory, what: string, value: number | null, threshold: number): boolean {
  const limit = memory.over.has(what) ? threshold - HYSTERESIS : threshold;
  const over = value !== null && value >= limit;
  mark(memory, what, over);
  return over;
}

function mark(memory: HostMemory, what: string, over: boolean): void {
  if (over) memory.over.add(what);
  else memory.over.delete(what);
}

function percent(share: number | null): number {
  return Math.round((share ?? 0) * 100);
}
