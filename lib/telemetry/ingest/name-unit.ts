import type { SeriesKind } from "@/lib/telemetry/sample";

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/_bytes_per_second$/, "bytes_per_second"],
  [/_per_second$/, "per_second"],
  [/_(milliseconds|ms)$/, "ms"],
  [/_seconds$/, "seconds"],
  [/_bytes$/, "bytes"],
  [/_percent$/, "percent"],
  [/_ratio$/, "ratio"],
  [/_celsius$/, "celsius"],
];

/**
 * What a Prometheus metric's name says about its values, by the naming rules of prometheus.io/docs/practices/naming:
 * `_total`, `_bucket`, `_count` and `_sum` only rise (counter), and the last word before them is the unit.
 */
export function nameUnit(name: string): { unit?: string; kind: SeriesKind } {
  const suffix = /_(total|bucket|count|sum)$/.exec(name)?.[1];
  if (suffix === "bucket" || suffix === "count") return { unit: "count", kind: "counter" };
  const stem = suffix ? name.slice(0, -suffix.length - 1) : name;
  const unit = UNITS.find(([pattern]) => pattern.test(stem))?.[1];
  return { ...(unit && { unit }), kind: suffix ? "counter" : "gauge" };
}
