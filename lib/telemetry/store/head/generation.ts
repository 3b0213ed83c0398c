const FIRST_CAPACITY = 8;
const EMPTY = new Float64Array(0);
// What a series costs before its first sample: two typed arrays and their places.
const SERIES_BYTES = 256;

/** The samples of one organization in one journal segment, per slot in time order. */
export class Generation {
  readonly ms: (Float64Array | undefined)[] = [];
  readonly values: (Float64Array | undefined)[] = [];
  readonly counts: number[] = [];
  /** Slots whose newest value replaces what is stored, because it was derived from more of the facts. */
  readonly derived = new Set<number>();
  samples = 0;
  bytes = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;

  constructor(readonly segment: number) {}

  timesOf(slot: number): Float64Array {
    return this.ms[slot] ?? EMPTY;
  }

  valuesOf(slot: number): Float64Array {
    return this.values[slot] ?? EMPTY;
  }

  countOf(slot: number): number {
    return this.counts[slot] ?? 0;
  }

  /** The place of the first sample at or after an instant. */
  lowerBound(slot: number, at: number): number {
    const times = this.timesOf(slot);
    let low = 0;
    let high = this.countOf(slot);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((times[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place of the sample at exactly that instant, or -1. */
  find(slot: number, at: number): number {
    const place = this.lowerBound(slot, at);
    return place < this.countOf(slot) && this.timesOf(slot)[place] === at ? place : -1;
  }

  /** Adds a sample whose instant is not there yet. */
  insert(slot: number, at: number, value: number): void {
    const count = this.countOf(slot);
    let times = this.ms[slot];
    if (times === undefined || times.length === count) times = this.grow(slot, count);
    const values = this.valuesOf(slot);
    let place = count;
    if (count > 0 && (times[count - 1] as number) > at) {
      place = this.lowerBound(slot, at);
      times.copyWithin(place + 1, place, count);
      values.copyWithin(place + 1, place, count);
    }
    times[place] = at;
    values[place] = value;
    this.counts[slot] = count + 1;
    this.samples++;
    if (at < this.firstMs) this.firstMs = at;
    if (at > this.lastMs) this.lastMs = at;
  }

  remove(slot: number, at: number): void {
    const place = this.find(slot, at);
    if (place < 0) return;
    const count = this.countOf(slot);
    this.timesOf(slot).copyWithin(place, place + 1, count);
    this.valuesOf(slot).copyWithin(place, place + 1, count);
    this.counts[slot] = count - 1;
    this.samples--;
  }

  private grow(slot: number, count: number): Float64Array {
    const before = this.ms[slot];
    const capacity = before ? Math.ceil(before.length * 1.6) : FIRST_CAPACITY;
    const times = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    if (before) {
      times.set(before.subarray(0, count));
      values.set(this.valuesOf(slot).subarray(0, count));
    } else {
      // Dense arrays stay fast only when filled in order.
      for (let at = this.counts.length; at <= slot; at++) {
        this.counts.push(0);
        this.ms.push(undefined);
        this.values.push(undefined);
      }
    }
    this.bytes += (capacity - (before?.length ?? 0)) * 16 + (before ? 0 : SERIES_BYTES);
    this.ms[slot] = times;
    this.values[slot] = values;
    return times;
  }
}
