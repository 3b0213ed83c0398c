import type { Resolution, SeriesPoints } from "@/lib/telemetry/sample";
import type { Buckets } from "@/lib/telemetry/store/codec/buckets";
import type { Samples } from "@/lib/telemetry/store/codec/chunk";

const NONE = new Float64Array(0);

/** Raw samples as points: only their instants and values. */
export function rawPoints(id: number, { ms, values, count }: Samples): SeriesPoints {
  return {
    id,
    resolution: "raw",
    stepMs: 0,
    ms: ms.slice(0, count),
    last: values.slice(0, count),
    min: NONE,
    max: NONE,
    mean: NONE,
    count: NONE,
  };
}

/** Buckets of that step as points. */
export function bucketPoints(id: number, buckets: Buckets, resolution: Resolution, stepMs: number): SeriesPoints {
  const { size } = buckets;
  const mean = new Float64Array(size);
  for (let at = 0; at < size; at++) mean[at] = (buckets.sum[at] as number) / (buckets.count[at] as number);
  return {
    id,
    resolution,
    stepMs,
    ms: buckets.ms.slice(0, size),
    last: buckets.last.slice(0, size),
    min: buckets.min.slice(0, size),
    max: buckets.max.slice(0, size),
    mean,
    count: buckets.count.slice(0, size),
  };
}
