import type { SeriesPoints } from "@/lib/telemetry/sample";

const LONGEST_LOOK_BACK_MS = 300_000;
const INTERVALS_TO_LOOK_BACK = 3;

/** Instants at equal distance: bucket n covers [startMs + n * stepMs, + stepMs). */
export type Grid = { startMs: number; stepMs: number; size: number };

/** The grid that covers [fromMs, toMs) in aligned buckets. */
export function gridOf(fromMs: number, toMs: number, stepMs: number): Grid {
  const startMs = Math.floor(fromMs / stepMs) * stepMs;
  return { startMs, stepMs, size: Math.max(0, Math.ceil((toMs - startMs) / stepMs)) };
}

export type Column = "mean" | "min" | "max" | "last";

/**
 * A gauge on the grid: per bucket the column's value (of several raw points, their mean, least, greatest or last), NaN where there is
 * none. A bucket without a point takes the last one's value for up to three of the series' own intervals, never past a stale marker.
 */
export function gaugeOnGrid(points: SeriesPoints, column: Column, grid: Grid): Float64Array {
  const out = new Float64Array(grid.size).fill(Number.NaN);
  const counts = new Float64Array(grid.size);
  const values = points.stepMs === 0 ? points.last : points[column];
  for (let at = 0; at < points.ms.length; at++) {
    const bucket = bucketOf(grid, points.ms[at] as number);
    const value = values[at] as number;
    if (bucket < 0 || bucket >= grid.size || Number.isNaN(value)) continue;
    out[bucket] = combine(column, out[bucket] as number, value, counts[bucket] as number);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  fillForward(out, points, values, grid);
  return out;
}

function bucketOf({ startMs, stepMs }: Grid, ms: number): number {
  return Math.floor((ms - startMs) / stepMs);
}

function combine(column: Column, before: number, value: number, count: number): number {
  if (count === 0 || column === "last") return value;
  if (column === "mean") return before + (value - before) / (count + 1);
  return column === "min" ? Math.min(before, value) : Math.max(before, value);
}

function fillForward(out: Float64Array, points: SeriesPoints, values: Float64Array, grid: Grid): void {
  const reachMs = lookBack(points, grid.stepMs);
  for (let at = 0; at < points.ms.length; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    const ms = points.ms[at] as number;
    const nextMs = points.ms[at + 1] ?? Number.POSITIVE_INFINITY;
    const end = Math.min(bucketOf(grid, Math.min(nextMs, ms + reachMs)), grid.size - 1);
    for (let bucket = Math.max(0, bucketOf(grid, ms) + 1); bucket <= end; bucket++) {
      if (Number.isNaN(out[bucket] as number) && bucket !== bucketOf(grid, nextMs)) out[bucket] = value;
    }
  }
}

/** How long a point speaks for its series: three of its median intervals, but no more than five minutes if it comes oftener than that. */
function lookBack({ ms, stepMs }: SeriesPoints, gridStepMs: number): number {
  const steps: number[] = [];
  for (let at = 1; at < ms.length; at++) steps.push((ms[at] as number) - (ms[at - 1] as number));
  steps.sort((one, other) => one - other);
  const median = steps[(steps.length - 1) >> 1] ?? gridStepMs;
  if (median <= gridStepMs) return 0;
  return Math.min(median * INTERVALS_TO_LOOK_BACK, Math.max(LONGEST_LOOK_BACK_MS, stepMs, median * 1.5));
}

export type Pace = "rate" | "increase";

/**
 * A counter's growth on the grid, by second or in all. What it grew between two points is spread over the time between them, so
 * that steps finer than the samples show no teeth; a fall is a reset (it began again at 0); a stale marker or a silence of more
 * than three intervals breaks the line.
 */
export function growthOnGrid(points: SeriesPoints, pace: Pace, grid: Grid): Float64Array {
  const grown = new Float64Array(grid.size);
  const covered = new Float64Array(grid.size);
  const reachMs = Math.max(lookBack(points, 0), points.stepMs * INTERVALS_TO_LOOK_BACK);
  for (let at = 1; at < points.ms.length; at++) {
    const fromMs = (points.ms[at - 1] as number) + points.stepMs;
    const toMs = (points.ms[at] as number) + points.stepMs;
    const growth = growthBetween(points, at);
    if (Number.isNaN(growth) || toMs - fromMs > reachMs) continue;
    spread(growth, fromMs, toMs, grid, grown, covered);
  }
  for (let bucket = 0; bucket < grid.size; bucket++) {
    const coveredMs = covered[bucket] as number;
    if (coveredMs === 0) grown[bucket] = Number.NaN;
    else if (pace === "rate") grown[bucket] = ((grown[bucket] as number) / coveredMs) * 1000;
  }
  return grown;
}

function growthBetween({ last, max, stepMs }: SeriesPoints, at: number): number {
  const before = last[at - 1] as number;
  const after = last[at] as number;
  if (Number.isNaN(before)) return before;
  const top = stepMs === 0 ? after : (max[at] as number);
  if (after >= before && top <= after) return after - before;
  // It was reset inside or before this bucket: what it reached until then, and what it counted since.
  return Math.max(0, top > after ? top - before : 0) + after;
}

function spread(
  growth: number,
  fromMs: number,
  toMs: number,
  grid: Grid,
  grown: Float64Array,
  covered: Float64Array,
): void {
  const first = Math.max(0, bucketOf(grid, fromMs));
  const last = Math.min(grid.size - 1, bucketOf(grid, toMs - 1));
  for (let bucket = first; bucket <= last; bucket++) {
    const startMs = grid.startMs + bucket * grid.stepMs;
    const overlapMs = Math.min(toMs, startMs + grid.stepMs) - Math.max(fromMs, startMs);
    grown[bucket] = (grown[bucket] as number) + (growth * overlapMs) / (toMs - fromMs);
    covered[bucket] = (covered[bucket] as number) + overlapMs;
  }
}
