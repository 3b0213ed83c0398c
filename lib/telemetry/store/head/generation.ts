import { growSamples, type Samples } from "@/lib/telemetry/store/codec/chunk";

// 12, 28, 60, 124, 252 pairs: an odd number of cache lines each. At powers of two the ends of all series fell on the same few
// lines of the cache, and an insert took 440 ns instead of under 100.
const FIRST_CAPACITY = 12;
// Slabs double from 8 kB, so that a small organization costs little, to 2 MB, so that a large one makes few.
const FIRST_SLAB = 1024;
const LARGEST_SLAB = 262_144;
const SLOT_BYTES = 20;

/**
 * The samples of one organization in one journal segment, per slot in time order. They lie as (time, value) pairs in slabs that
 * all series share: adding one touches one line of memory, and there is no object per series for the collector to visit.
 */
export class Generation {
  /** Slots whose newest value replaces what is stored, because it was derived from more of the facts. */
  readonly derived = new Set<number>();
  samples = 0;
  bytes = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  private counts = new Int32Array(64);
  private capacities = new Int32Array(64);
  private slabOf = new Int32Array(64);
  private offsets = new Int32Array(64);
  private readonly slabs: Float64Array[] = [];
  private used = 0;
  private readonly free = new Map<number, { slab: number; offset: number }[]>();

  constructor(readonly segment: number) {}

  /** Slots at or beyond this one have no samples. */
  get slots(): number {
    return this.counts.length;
  }

  countOf(slot: number): number {
    return slot < this.counts.length ? (this.counts[slot] as number) : 0;
  }

  timeAt(slot: number, place: number): number {
    return (this.slabs[this.slabOf[slot] as number] as Float64Array)[
      (this.offsets[slot] as number) + place * 2
    ] as number;
  }

  valueAt(slot: number, place: number): number {
    return (this.slabs[this.slabOf[slot] as number] as Float64Array)[
      (this.offsets[slot] as number) + place * 2 + 1
    ] as number;
  }

  setValueAt(slot: number, place: number, value: number): void {
    (this.slabs[this.slabOf[slot] as number] as Float64Array)[(this.offsets[slot] as number) + place * 2 + 1] = value;
  }

  /** Appends the samples at places [from, to) to `out`. */
  copyTo(out: Samples, slot: number, from: number, to: number): void {
    growSamples(out, out.count + to - from);
    const slab = this.slabs[this.slabOf[slot] as number] as Float64Array;
    const { ms, values } = out;
    let at = (this.offsets[slot] as number) + from * 2;
    for (let place = from; place < to; place++) {
      ms[out.count] = slab[at++] as number;
      values[out.count++] = slab[at++] as number;
    }
  }

  /** The place of the first sample at or after an instant. */
  lowerBound(slot: number, ms: number): number {
    let low = 0;
    let high = this.countOf(slot);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(slot, middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place of the sample at exactly that instant, or -1. */
  find(slot: number, ms: number): number {
    const place = this.lowerBound(slot, ms);
    return place < this.countOf(slot) && this.timeAt(slot, place) === ms ? place : -1;
  }

  /** Adds a sample that is newer than all of its slot here; not looking at the one before saves a miss of the cache. */
  append(slot: number, ms: number, value: number): void {
    if (slot >= this.counts.length) this.addSlots(slot);
    const count = this.counts[slot] as number;
    if (count === this.capacities[slot]) this.enlarge(slot, count);
    const slab = this.slabs[this.slabOf[slot] as number] as Float64Array;
    const at = (this.offsets[slot] as number) + count * 2;
    slab[at] = ms;
    slab[at + 1] = value;
    this.counts[slot] = count + 1;
    this.samples++;
    if (ms < this.firstMs) this.firstMs = ms;
    if (ms > this.lastMs) this.lastMs = ms;
  }

  /** Adds a sample whose instant is not there yet. */
  insert(slot: number, ms: number, value: number): void {
    const place = this.lowerBound(slot, ms);
    this.append(slot, ms, value);
    const slab = this.slabs[this.slabOf[slot] as number] as Float64Array;
    const start = this.offsets[slot] as number;
    const end = start + (this.counts[slot] as number) * 2;
    const at = start + place * 2;
    slab.copyWithin(at + 2, at, end - 2);
    slab[at] = ms;
    slab[at + 1] = value;
  }

  remove(slot: number, ms: number): void {
    const place = this.find(slot, ms);
    if (place < 0) return;
    const count = this.counts[slot] as number;
    const start = this.offsets[slot] as number;
    const slab = this.slabs[this.slabOf[slot] as number] as Float64Array;
    slab.copyWithin(start + place * 2, start + place * 2 + 2, start + count * 2);
    this.counts[slot] = count - 1;
    this.samples--;
  }

  private addSlots(slot: number): void {
    const size = Math.max(slot + 1, this.counts.length * 2);
    const wider = (column: Int32Array) => {
      const grown = new Int32Array(size);
      grown.set(column);
      return grown;
    };
    this.bytes += (size - this.counts.length) * SLOT_BYTES;
    [this.counts, this.capacities, this.slabOf, this.offsets] = [
      wider(this.counts),
      wider(this.capacities),
      wider(this.slabOf),
      wider(this.offsets),
    ];
  }

  /** Moves a slot's samples to a place twice as large and leaves the old one to others. */
  private enlarge(slot: number, count: number): void {
    const capacity = count === 0 ? FIRST_CAPACITY : count * 2 + 4;
    const before = { slab: this.slabOf[slot] as number, offset: this.offsets[slot] as number };
    const { slab, offset } = this.free.get(capacity)?.pop() ?? this.reserve(capacity * 2);
    if (count > 0) {
      const from = (this.slabs[before.slab] as Float64Array).subarray(before.offset, before.offset + count * 2);
      (this.slabs[slab] as Float64Array).set(from, offset);
      const freed = this.free.get(count);
      if (freed) freed.push(before);
      else this.free.set(count, [before]);
    }
    this.slabOf[slot] = slab;
    this.offsets[slot] = offset;
    this.capacities[slot] = capacity;
  }

  private reserve(doubles: number): { slab: number; offset: number } {
    const last = this.slabs.at(-1);
    if (!last || this.used + doubles > last.length) {
      const size = Math.max(doubles, Math.min(LARGEST_SLAB, (last?.length ?? FIRST_SLAB / 2) * 2));
      this.slabs.push(new Float64Array(size));
      this.bytes += size * 8;
      this.used = 0;
    }
    const offset = this.used;
    this.used += doubles;
    return { slab: this.slabs.length - 1, offset };
  }
}
