import type { Definition } from "@/lib/checks/evaluation/definition";
import { signalOf } from "@/lib/checks/evaluation/signal-map";
import { SILENT_INTERVALS } from "@/lib/checks/judge";
import type { SeriesInfo, SeriesPoints } from "@/lib/telemetry/sample";
import type { Store } from "@/lib/telemetry/store/store";

export type PastAnswer = { check: string; atMs: number; up: boolean; durationMs: number | null };
export type PastReading = { host: string; what: "cpu" | "memory" | "disk"; mount: string; atMs: number; value: number };

type Reader = Pick<Store, "select" | "range">;

const MOST_SERIES = 50_000;
/** A worker that was away longer than this does not judge what came before: the day's raw samples are what the store reads fast. */
const CATCH_UP_MS = 24 * 3_600_000;
// The store answers at most 1,000 raw points of a series at once; an interval may bring one more than it says.
const POINTS_AT_ONCE = 900;

/** Every answer of a check in [fromMs, toMs), in order of time. */
export async function* pastAnswers(
  store: Reader,
  org: string,
  { checks }: Definition,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<PastAnswer[]> {
  if (checks.length === 0) return;
  const infos = (
    await Promise.all(["check_up", "check_duration_seconds"].map((name) => named(store, org, name)))
  ).flat();
  const signals = new Map(infos.map((info) => [info.id, signalOf(info)]));
  const ids = [...signals].filter(([, signal]) => signal !== null).map(([id]) => id);
  const sliceMs = Math.min(...checks.map((check) => check.rules.intervalSeconds)) * 1000 * POINTS_AT_ONCE;
  for (let from = fromMs; from < toMs; from += sliceMs) {
    const window = { fromMs: from, toMs: Math.min(toMs, from + sliceMs), resolution: "raw" as const };
    const all = await store.range(org, ids, window);
    const durations = new Map<string, SeriesPoints>();
    for (const points of all) {
      const signal = signals.get(points.id);
      if (signal?.of === "duration") durations.set(signal.check, points);
    }
    const answers = all.flatMap((points) => {
      const signal = signals.get(points.id);
      return signal?.of === "up" ? answersOf(signal.check, points, durations.get(signal.check)) : [];
    });
    yield answers.sort((a, b) => a.atMs - b.atMs);
  }
}

function answersOf(check: string, ups: SeriesPoints, durations: SeriesPoints | undefined): PastAnswer[] {
  const took = new Map<number, number>();
  durations?.ms.forEach((ms, n) => {
    took.set(ms, (durations.last[n] ?? Number.NaN) * 1000);
  });
  return Array.from(ups.ms, (atMs, n) => ({
    check,
    atMs,
    up: (ups.last[n] ?? 0) >= 0.5,
    durationMs: took.get(atMs) ?? null,
  }));
}

/** What hosts measured in the last minutes that a threshold asks about, in order of time. */
export async function pastReadings(
  store: Reader,
  org: string,
  { thresholds }: Definition,
  nowMs: number,
): Promise<PastReading[]> {
  const matchers = { host_cpu_ratio: [{ label: "mode", op: "=" as const, value: "busy" }] };
  const infos = (
    await Promise.all([
      named(store, org, "host_cpu_ratio", matchers.host_cpu_ratio),
      named(store, org, "host_memory_used_ratio"),
      named(store, org, "host_disk_used_ratio"),
    ])
  ).flat();
  const signals = new Map(infos.map((info) => [info.id, signalOf(info)]));
  const fromMs = nowMs - (thresholds.cpuSeconds + 60) * 1000;
  const all = await store.range(org, [...signals.keys()], { fromMs, toMs: nowMs + 1, resolution: "raw" });
  return all
    .flatMap((points) => {
      const signal = signals.get(points.id);
      if (signal?.of !== "host") return [];
      const { host, what, mount } = signal;
      return Array.from(points.ms, (atMs, n) => ({ host, what, mount, atMs, value: points.last[n] ?? 0 }));
    })
    .sort((a, b) => a.atMs - b.atMs);
}

function named(
  store: Reader,
  org: string,
  name: string,
  more: { label: string; op: "="; value: string }[] = [],
): Promise<SeriesInfo[]> {
  return store.select(org, [{ label: "__name__", op: "=", value: name }, ...more], MOST_SERIES);
}

/** From when on answers have to be read so that every count in a row is as it was when states were last judged. */
export function replayFrom({ checks }: Definition, untilMs: number, nowMs: number): number {
  const spans = checks.map(({ rules }) => {
    const answers = Math.max(SILENT_INTERVALS, rules.failuresToDown, rules.successesToUp) + 1;
    return answers * rules.intervalSeconds * 1000;
  });
  return Math.max(nowMs - CATCH_UP_MS, Math.min(untilMs, nowMs) - Math.max(0, ...spans));
}
