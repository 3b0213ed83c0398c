import type { Registry } from "@/lib/telemetry/series/registry";
import { Generation } from "@/lib/telemetry/store/head/generation";

const TAKEN = 0;
export const DUPLICATE = 1;
export const CONFLICT = 2;
export const REPLACED = 3;

const mine = new Float64Array(2);
const words = new Uint32Array(mine.buffer);

/** Equal bit for bit, or both NaN: what a sender repeats is a repetition. */
function isSame(one: number, other: number): boolean {
  return Object.is(one, other);
}

/** An order of doubles by their bits, for choosing between two values with no other ground. */
function isBelow(one: number, other: number): boolean {
  mine[0] = one;
  mine[1] = other;
  const high = (words[1] as number) - (words[3] as number);
  return high !== 0 ? high < 0 : (words[0] as number) < (words[2] as number);
}

/** The recent samples of one organization: one generation per unsealed segment, oldest first, and each series' last value. */
export class OrganizationHead {
  generations: Generation[] = [];
  lastMs = new Float64Array(1024).fill(Number.NEGATIVE_INFINITY);
  lastValue = new Float64Array(1024);

  constructor(readonly registry: Registry) {}

  get bytes(): number {
    let bytes = this.lastMs.length * 16;
    for (const generation of this.generations) bytes += generation.bytes;
    return bytes;
  }

  generation(segment: number): Generation {
    const last = this.generations.at(-1);
    if (last?.segment === segment) return last;
    let found = this.generations.find((generation) => generation.segment === segment);
    if (!found) {
      found = new Generation(segment);
      this.generations.push(found);
      this.generations.sort((one, other) => one.segment - other.segment);
    }
    return found;
  }

  drop(segment: number): void {
    this.generations = this.generations.filter((generation) => generation.segment !== segment);
  }

  /** Takes a sample in by the rule of identity: the first value at an instant stays, repetitions and conflicts are told apart. */
  offer(generation: Generation, slot: number, at: number, value: number): number {
    if (slot >= this.lastMs.length) this.growTo(slot);
    if (at > (this.lastMs[slot] as number)) {
      this.lastMs[slot] = at;
      this.lastValue[slot] = value;
      generation.append(slot, at, value);
      return TAKEN;
    }
    for (const other of this.generations) {
      const place = other.find(slot, at);
      if (place >= 0) return isSame(other.valueAt(slot, place), value) ? DUPLICATE : CONFLICT;
    }
    generation.insert(slot, at, value);
    return TAKEN;
  }

  /** Takes a derived sample in: it replaces the value at its instant. */
  replace(generation: Generation, slot: number, at: number, value: number): number {
    const judged = this.offer(generation, slot, at, value);
    if (judged === DUPLICATE) return DUPLICATE;
    generation.derived.add(slot);
    if (judged === TAKEN) return TAKEN;
    const place = generation.find(slot, at);
    if (place >= 0) generation.setValueAt(slot, place, value);
    else generation.insert(slot, at, value);
    if (this.lastMs[slot] === at) this.lastValue[slot] = value;
    return REPLACED;
  }

  /**
   * Takes in what another process has made durable. Two processes may have accepted different values for one instant before
   * they heard of each other: the smaller by bits stays, whichever came first here, so that all of them end up alike.
   */
  follow(generation: Generation, slot: number, at: number, value: number): void {
    if (this.offer(generation, slot, at, value) !== CONFLICT) return;
    const place = generation.find(slot, at);
    if (place < 0) {
      this.placeOlder(generation, slot, at, value);
      return;
    }
    if (!isBelow(value, generation.valueAt(slot, place))) return;
    generation.setValueAt(slot, place, value);
    if (this.lastMs[slot] === at) this.lastValue[slot] = value;
  }

  // Segments are sealed oldest first, so the oldest one's value is the one that will stay.
  private placeOlder(generation: Generation, slot: number, at: number, value: number): void {
    const older = this.generations.filter((other) => other.segment < generation.segment);
    if (older.some((other) => other.find(slot, at) >= 0)) return;
    generation.insert(slot, at, value);
    if (this.lastMs[slot] === at) this.lastValue[slot] = value;
  }

  /** Puts a sample that an older generation holds into a newer one as well. */
  carry(generation: Generation, slot: number, at: number, value: number): number {
    if (slot >= this.lastMs.length) this.growTo(slot);
    if (at > (this.lastMs[slot] as number)) {
      this.lastMs[slot] = at;
      this.lastValue[slot] = value;
    }
    if (generation.find(slot, at) >= 0) return DUPLICATE;
    generation.insert(slot, at, value);
    return TAKEN;
  }

  /** Takes back a sample that could not be made durable. */
  withdraw(generation: Generation, slot: number, at: number): void {
    generation.remove(slot, at);
    if (this.lastMs[slot] !== at) return;
    this.lastMs[slot] = Number.NEGATIVE_INFINITY;
    for (const other of this.generations) {
      const count = other.countOf(slot);
      if (count === 0 || other.timeAt(slot, count - 1) < (this.lastMs[slot] as number)) continue;
      this.lastMs[slot] = other.timeAt(slot, count - 1);
      this.lastValue[slot] = other.valueAt(slot, count - 1);
    }
  }

  private growTo(slot: number): void {
    const size = Math.max(slot + 1, this.lastMs.length * 2);
    const lastMs = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    const lastValue = new Float64Array(size);
    lastMs.set(this.lastMs);
    lastValue.set(this.lastValue);
    this.lastMs = lastMs;
    this.lastValue = lastValue;
  }
}
