/**
 * Share of the known time that was up (healthy or degraded), 0..1, null when nothing is known; `coverage` is the share of the window
 * that is known, 0..1: unknown, maintenance and the time before it existed are left out.
 */
export type Uptime = { ratio: number | null; coverage: number };

export type UptimeWindows = { day: Uptime; week: Uptime; month: Uptime };

/** A stretch in one state; the last one has no end yet. */
export type StateSpan = { state: string; fromMs: number; toMs: number };

/** One recorded change of state, as histories show it. */
export type StateChangeRow = {
  id: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string | null;
  regionId: string | null;
  regionName: string | null;
  from: string;
  to: string;
  at: string;
  reason: { key: string; details: Record<string, string | number | boolean | null> };
};
