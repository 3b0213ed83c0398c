import type { Resolution, SeriesPoints } from "@/lib/telemetry/sample";
import { isStale } from "@/lib/telemetry/sample";
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

/** Buckets of one series while they are built, in time order: each has a start, min, max, sum, last and count. */
export class Buckets {
  size = 0;
  private ms: Float64Array;
  private min: Float64Array;
  private max: Float64Array;
  private sum: Float64Array;
  private last: Float64Array;
  private count: Float64Array;

  constructor(capacity: number) {
    const column = () => new Float64Array(Math.max(capacity, 16));
    [this.ms, this.min, this.max, this.sum, this.last, this.count] = [
      column(),
      column(),
      column(),
      column(),
      column(),
      column(),
    ];
  }

  /** Adds what is known of a span that starts at `start`, to the last bucket when it has that start. Spans come in time order. */
  add(start: number, min: number, max: number, sum: number, last: number, count: number): void {
    const at = this.size - 1;
    if (at >= 0 && this.ms[at] === start) {
      if (min < (this.min[at] as number)) this.min[at] = min;
      if (max > (this.max[at] as number)) this.max[at] = max;
      this.sum[at] = (this.sum[at] as number) + sum;
      this.last[at] = last;
      this.count[at] = (this.count[at] as number) + count;
      return;
    }
    if (this.size === this.ms.length) this.grow();
    const next = this.size++;
    this.ms[next] = start;
    this.min[next] = min;
    this.max[next] = max;
    this.sum[next] = sum;
    this.last[next] = last;
    this.count[next] = count;
  }

  /** Adds samples [from, to) to buckets of that step; stale markers and NaN are no measurements. */
  addSamples({ ms, values }: Samples, from: number, to: number, stepMs: number): void {
    for (let at = from; at < to; at++) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      const time = ms[at] as number;
      this.add(time - (time % stepMs), value, value, value, value, 1);
    }
  }

  points(id: number, resolution: Resolution, stepMs: number): SeriesPoints {
    const { size } = this;
    const mean = new Float64Array(size);
    for (let at = 0; at < size; at++) mean[at] = (this.sum[at] as number) / (this.count[at] as number);
    return {
      id,
      resolution,
      stepMs,
      ms: this.ms.slice(0, size),
      last: this.last.slice(0, size),
      min: this.min.slice(0, size),
      max: this.max.slice(0, size),
      mean,
      count: this.count.slice(0, size),
    };
  }

  private grow(): void {
    const wider = (column: Float64Array) => {
      const grown = new Float64Array(column.length * 2);
      grown.set(column);
      return grown;
    };
    [this.ms, this.min, this.max] = [wider(this.ms), wider(this.min), wider(this.max)];
    [this.sum, this.last, this.count] = [wider(this.sum), wider(this.last), wider(this.count)];
  }
}

/** Whether a raw value says that its series ended. */
export function endsSeries(value: number): boolean {
  return isStale(value);
}
