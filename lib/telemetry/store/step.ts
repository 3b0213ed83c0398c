import type { Resolution } from "@/lib/telemetry/sample";

const MOST_POINTS = 1000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Steps that divide the ones above them, so that a bucket never straddles two of a coarser roll-up.
const STEPS = [1, 2, 5, 10, 15, 30].map((n) => n * SECOND);
const LONG_STEPS = [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE);
const HOUR_STEPS = [1, 2, 3, 6, 12].map((n) => n * HOUR);
const NICE = [...STEPS, ...LONG_STEPS, ...HOUR_STEPS, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY];

export type RangeRequest = {
  fromMs: number;
  toMs: number;
  maxPoints?: number;
  stepMs?: number;
  resolution?: Resolution;
};

export type RetentionDays = { raw: number; minute: number; hour: number; day: number };

/** How a range is read: from which resolution, in buckets of which step. `stepMs` 0: every raw sample, if there are at most `maxPoints`. */
export type Plan = { resolution: Resolution; stepMs: number; maxPoints: number; fromMs: number; toMs: number };

/** The coarsest resolution that the step allows and, of those, one that still holds the range's start. Never more than 1,000 points. */
export function planRange(request: RangeRequest, nowMs: number, keep: RetentionDays): Plan {
  const { fromMs, toMs } = request;
  const maxPoints = Math.max(1, Math.min(MOST_POINTS, request.maxPoints ?? MOST_POINTS));
  const least = Math.max(1, (toMs - fromMs) / maxPoints);
  const asked = request.stepMs === undefined ? 0 : Math.max(request.stepMs, least);
  const resolution = request.resolution ?? resolutionFor(asked || least, nowMs - fromMs, keep);
  if (resolution === "raw" && asked === 0) return { resolution, stepMs: 0, maxPoints, fromMs, toMs };
  return { resolution, stepMs: stepFor(asked || least, resolution), maxPoints, fromMs, toMs };
}

function resolutionFor(stepMs: number, ageMs: number, keep: RetentionDays): Resolution {
  const nice = niceStep(stepMs);
  if (nice >= DAY || ageMs > keep.hour * DAY) return "1d";
  if (nice >= HOUR || ageMs > keep.minute * DAY) return "1h";
  if (nice >= MINUTE || ageMs > keep.raw * DAY) return "1m";
  return "raw";
}

const GRAIN: Record<Resolution, number> = { raw: 1, "1m": MINUTE, "1h": HOUR, "1d": DAY };

function stepFor(stepMs: number, resolution: Resolution): number {
  const grain = GRAIN[resolution];
  return Math.ceil(niceStep(Math.max(stepMs, grain)) / grain) * grain;
}

/** The least step of the list that is not below the one needed. */
export function niceStep(stepMs: number): number {
  return NICE.find((nice) => nice >= stepMs) ?? Math.ceil(stepMs / (364 * DAY)) * 364 * DAY;
}
