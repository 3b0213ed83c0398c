/**
 * A number beside its target. Values and target are in the series' unit (a duration of 0.145 is 145 ms);
 * several series are combined into one number by `combine`. `seriesIds` are for following it live, empty when there are too many to follow.
 */
export type KeyNumber = {
  key: "api" | "database" | "cdn" | "cpu" | "memory" | "disk";
  unit: "seconds" | "ratio";
  combine: "mean" | "max";
  seriesIds: number[];
  target: number | null;
  latest: LatestValue | null;
};

/** A value and when it was measured (ISO 8601). */
export type LatestValue = { value: number; at: string };

/** A line that a chart may ask the store for. */
export type SeriesRef = { id: number; name: string; labels: Record<string, string>; unit: string | null };

/** One chart of a detail page: a message key `charts.<key>` and its lines. */
export type ChartRef = { key: string; unit: string | null; series: SeriesRef[] };
