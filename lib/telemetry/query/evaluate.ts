import { type Aggregate, aggregate, type Line } from "@/lib/telemetry/query/aggregate";
import { type Column, type Grid, gaugeOnGrid, growthOnGrid, type Pace } from "@/lib/telemetry/query/grid";
import { histogramQuantile } from "@/lib/telemetry/query/histogram";
import type { SeriesInfo, SeriesPoints } from "@/lib/telemetry/sample";

/** What is made of the chosen series: first each one's growth if asked, then the quantile or the aggregate. */
export type Evaluation = {
  pace?: Pace;
  aggregate?: { op: Aggregate; by: readonly string[] };
  quantile?: number;
};

// What an aggregate of roll-ups is taken of: the greatest of averages is not the greatest.
const COLUMN: Record<Aggregate, Column> = { sum: "mean", avg: "mean", count: "mean", min: "min", max: "max" };

/** Turns points of series into the lines of an answer. Pure: the same points give the same lines. */
export function evaluate(
  series: readonly SeriesInfo[],
  points: readonly SeriesPoints[],
  grid: Grid,
  { pace, aggregate: grouped, quantile }: Evaluation,
): Line[] {
  const byId = new Map(points.map((one) => [one.id, one]));
  const column = grouped ? COLUMN[grouped.op] : "mean";
  const lines = series.flatMap(({ id, name, labels }): Line[] => {
    const own = byId.get(id);
    if (!own) return [];
    const values = pace ? growthOnGrid(own, pace, grid) : gaugeOnGrid(own, column, grid);
    return [{ labels: { __name__: name, ...labels }, values }];
  });
  if (quantile !== undefined) return histogramQuantile(lines, quantile, grouped?.by ?? labelsBeside(lines));
  return grouped ? aggregate(lines, grouped.op, grouped.by) : lines;
}

function labelsBeside(lines: readonly Line[]): string[] {
  const names = new Set(lines.flatMap(({ labels }) => Object.keys(labels)));
  names.delete("le");
  return [...names];
}
