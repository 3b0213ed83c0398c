import type { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import type { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";

// Blocks bound what one outlier (a counter's reset, a missed scrape) costs its neighbours; 60 is a quarter of an hour at 15 s.
const BLOCK = 60;
const UNIFORM = 4;

let scratch = [new Float64Array(256), new Float64Array(256), new Float64Array(256)] as const;

function scratchFor(count: number): readonly [Float64Array, Float64Array, Float64Array] {
  if (scratch[0].length < count) {
    scratch = [new Float64Array(count * 2), new Float64Array(count * 2), new Float64Array(count * 2)];
  }
  return scratch;
}

/** How many bits hold 0..span. */
function bitWidth(span: number): number {
  return span < 0x100000000 ? 32 - Math.clz32(span) : 64 - Math.clz32(Math.floor(span / 0x100000000));
}

/**
 * Writes integers within ±2^50 as themselves, their differences or the differences of those, whichever packs smallest:
 * blocks of (smallest, width, packed bits). A constant step costs a few bytes whatever the count.
 */
export function writeIntegers(writer: ByteWriter, values: Float64Array, count: number): void {
  const [, first, second] = scratchFor(count);
  differences(values, first, count, 1);
  differences(first, second, count, 2);
  const columns = [values, first, second] as const;
  let order = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let candidate = 0; candidate < 3 && candidate <= count; candidate++) {
    const cost = packedBits(columns[candidate] as Float64Array, candidate, count) + candidate * 20;
    if (cost < best) {
      best = cost;
      order = candidate;
    }
  }
  const column = columns[order] as Float64Array;
  const uniform = isUniform(column, order, count);
  writer.byte(order | (uniform ? UNIFORM : 0));
  if (order > 0) writer.zigzag(values[0] as number);
  if (order > 1) writer.zigzag(first[1] as number);
  if (uniform) writer.zigzag(count > order ? (column[order] as number) : 0);
  else writeBlocks(writer, column, order, count);
}

function differences(from: Float64Array, to: Float64Array, count: number, start: number): void {
  for (let at = start; at < count; at++) to[at] = (from[at] as number) - (from[at - 1] as number);
}

function isUniform(column: Float64Array, start: number, count: number): boolean {
  const value = column[start];
  for (let at = start + 1; at < count; at++) if (column[at] !== value) return false;
  return true;
}

let blockLow = 0;
function blockSpan(column: Float64Array, from: number, to: number): number {
  let low = column[from] as number;
  let high = low;
  for (let at = from + 1; at < to; at++) {
    const value = column[at] as number;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  blockLow = low;
  return high - low;
}

function packedBits(column: Float64Array, start: number, count: number): number {
  let bits = 0;
  for (let from = start; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    bits += 8 + (to - from) * bitWidth(blockSpan(column, from, to)) + bitWidth(Math.abs(blockLow)) + 2;
  }
  return bits;
}

function writeBlocks(writer: ByteWriter, column: Float64Array, start: number, count: number): void {
  for (let from = start; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    const width = bitWidth(blockSpan(column, from, to));
    const low = blockLow;
    writer.byte(width);
    writer.zigzag(low);
    if (width === 0) continue;
    writer.reserve((((to - from) * width) >> 3) + 8);
    for (let at = from; at < to; at++) writer.bits((column[at] as number) - low, width);
    writer.endBits();
  }
}

/** Reads `count` integers that writeIntegers wrote into `out`. */
export function readIntegers(reader: ByteReader, out: Float64Array, count: number): void {
  const header = reader.byte();
  const order = header & 3;
  const first = order > 0 ? reader.zigzag() : 0;
  const step = order > 1 ? reader.zigzag() : 0;
  if (header & UNIFORM) out.fill(reader.zigzag(), order, Math.max(order, count));
  else readBlocks(reader, out, order, count);
  if (order > 1) sumUp(out, 1, step, count);
  if (order > 0) sumUp(out, 0, first, count);
}

function sumUp(out: Float64Array, start: number, value: number, count: number): void {
  if (start >= count) return;
  out[start] = value;
  for (let at = start + 1; at < count; at++) out[at] = (out[at] as number) + (out[at - 1] as number);
}

function readBlocks(reader: ByteReader, out: Float64Array, start: number, count: number): void {
  for (let from = start; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    const width = reader.byte();
    const low = reader.zigzag();
    if (width === 0) {
      out.fill(low, from, to);
      continue;
    }
    for (let at = from; at < to; at++) out[at] = low + reader.bits(width);
    reader.endBits();
  }
}
