import type { Samples } from "@/lib/telemetry/store/codec/chunk";

/** Buckets of one series while they are built, in time order: each has a start, min, max, sum, last and count. */
export class Buckets {
  size = 0;
  ms: Float64Array;
  min: Float64Array;
  max: Float64Array;
  sum: Float64Array;
  last: Float64Array;
  count: Float64Array;

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

  clear(): void {
    this.size = 0;
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
