import { aggregate, groupLines, type Line } from "@/lib/telemetry/query/aggregate";
import type { Labels } from "@/lib/telemetry/sample";

/**
 * The quantile (0..1) of histograms: lines with a label `le` (upper bound, cumulative) are summed by the `by` labels and `le`, then
 * interpolated inside the bucket that holds the rank, as Prometheus' histogram_quantile does: the first bucket starts at 0,
 * a rank in +Inf gives the highest finite bound. NaN where nothing was counted.
 */
export function histogramQuantile(lines: readonly Line[], quantile: number, by: readonly string[]): Line[] {
  const labels = by.filter((label) => label !== "le");
  const summed = aggregate(
    lines.filter((line) => line.labels["le"] !== undefined),
    "sum",
    [...labels, "le"],
  );
  return groupLines(summed, labels).map((group) => ({
    labels: group.labels,
    values: quantileOf(group.members, quantile),
  }));
}

type Bound = { upper: number; values: Float64Array };

function quantileOf(members: readonly Line[], quantile: number): Float64Array {
  const bounds = members
    .map(({ labels, values }): Bound => ({ upper: upperOf(labels), values }))
    .filter(({ upper }) => !Number.isNaN(upper))
    .sort((one, other) => one.upper - other.upper);
  const size = members[0]?.values.length ?? 0;
  const out = new Float64Array(size).fill(Number.NaN);
  if (bounds.at(-1)?.upper !== Number.POSITIVE_INFINITY || bounds.length < 2) return out;
  for (let at = 0; at < size; at++) out[at] = quantileAt(bounds, quantile, at);
  return out;
}

function upperOf(labels: Labels): number {
  const { le = "" } = labels;
  return /^\+?inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number.parseFloat(le);
}

function quantileAt(bounds: readonly Bound[], quantile: number, at: number): number {
  const total = bounds.at(-1)?.values[at] ?? Number.NaN;
  if (!(total > 0)) return Number.NaN;
  const rank = quantile * total;
  let lower = 0;
  let below = 0;
  for (const { upper, values } of bounds) {
    // Buckets of one histogram may be scraped at different moments: a count never falls from one bound to the next.
    const count = Math.max(below, values[at] as number) || below;
    if (count >= rank) return within({ lower, upper, below, count }, rank);
    lower = upper;
    below = count;
  }
  return lower;
}

type Bucket = { lower: number; upper: number; below: number; count: number };

function within({ lower, upper, below, count }: Bucket, rank: number): number {
  if (upper === Number.POSITIVE_INFINITY) return lower;
  if (count === below || (upper <= 0 && below === 0)) return upper;
  return lower + ((upper - lower) * (rank - below)) / (count - below);
}
