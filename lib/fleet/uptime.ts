import type { StateSpan, Uptime, UptimeWindows } from "@/lib/fleet/uptime-shape";

/** A recorded change, in milliseconds. */
export type Change = { atMs: number; from: string; to: string };

export type Window = { fromMs: number; toMs: number };

const HOUR_MS = 3_600_000;
export const UPTIME_WINDOWS_MS = { day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;

/**
 * The window as stretches of one state each, oldest first, without gaps. `changes` are in order and hold at least all changes after
 * the window's start; `now` is the present state, which has held ever since when there was no such change.
 */
export function spansOf(changes: readonly Change[], now: string, { fromMs, toMs }: Window): StateSpan[] {
  const spans: StateSpan[] = [];
  let state = changes.find((change) => change.atMs > fromMs)?.from ?? now;
  let since = fromMs;
  const close = (at: number) => {
    const last = spans.at(-1);
    if (last?.state === state) last.toMs = at;
    else if (at > since) spans.push({ state, fromMs: since, toMs: at });
  };
  for (const change of changes) {
    if (change.atMs >= toMs) break;
    if (change.atMs <= fromMs) continue;
    close(change.atMs);
    state = change.to;
    since = change.atMs;
  }
  close(toMs);
  return spans;
}

/** Uptime of stretches: healthy and degraded are up, down is down, all else is not known and lowers the coverage only. */
export function uptimeOf(spans: readonly StateSpan[], { fromMs, toMs }: Window): Uptime {
  let up = 0;
  let known = 0;
  for (const span of spans) {
    const length = span.toMs - span.fromMs;
    if (span.state === "healthy" || span.state === "degraded") up += length;
    if (span.state === "healthy" || span.state === "degraded" || span.state === "down") known += length;
  }
  const whole = toMs - fromMs;
  return { ratio: known > 0 ? up / known : null, coverage: whole > 0 ? known / whole : 0 };
}

/** Uptime of the last 24 hours, 7 days and 30 days; `changes` reach back 30 days. */
export function uptimeWindows(changes: readonly Change[], now: string, nowMs: number): UptimeWindows {
  const over = (lengthMs: number) => {
    const window = { fromMs: nowMs - lengthMs, toMs: nowMs };
    return uptimeOf(spansOf(changes, now, window), window);
  };
  return {
    day: over(UPTIME_WINDOWS_MS.day),
    week: over(UPTIME_WINDOWS_MS.week),
    month: over(UPTIME_WINDOWS_MS.month),
  };
}
