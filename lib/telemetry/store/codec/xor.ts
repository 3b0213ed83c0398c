import type { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import type { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readIntegers, writeIntegers } from "@/lib/telemetry/store/codec/integers";

// [0] is the low half: typed arrays are little-endian on every machine that Node runs on.
const pair = new Float64Array(1);
const halves = new Uint32Array(pair.buffer);
let low = 0;
let high = 0;

function load(value: number): void {
  pair[0] = value;
  low = halves[0] as number;
  high = halves[1] as number;
}

/** Writes doubles as XOR with the one before: a 0 bit when equal, else a 1 and the one window of bits that ever differs. */
export function writeXor(writer: ByteWriter, values: Float64Array, count: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, count * 2);
  const [anyHigh, anyLow] = differing(words, count);
  const lead = anyHigh ? Math.clz32(anyHigh) : 32 + Math.clz32(anyLow);
  const trail = anyLow ? 31 - Math.clz32(anyLow & -anyLow) : 63 - Math.clz32(anyHigh & -anyHigh);
  const window = Math.max(0, 64 - lead - Math.min(trail, 64 - lead));
  writer.float64(values[0] as number);
  writer.byte(trail);
  writer.byte(window);
  writer.reserve(Math.ceil((count * (window + 1)) / 8) + 8);
  for (let at = 1; at < count; at++) {
    const lo = ((words[at * 2] as number) ^ (words[at * 2 - 2] as number)) >>> 0;
    const hi = ((words[at * 2 + 1] as number) ^ (words[at * 2 - 1] as number)) >>> 0;
    if (lo === 0 && hi === 0) writer.bits(0, 1);
    else {
      writer.bits(1, 1);
      writeWindow(writer, hi, lo, trail, window);
    }
  }
  writer.endBits();
}

function differing(words: Uint32Array, count: number): [number, number] {
  let anyHigh = 0;
  let anyLow = 0;
  for (let at = 2; at < count * 2; at += 2) {
    anyLow |= (words[at] as number) ^ (words[at - 2] as number);
    anyHigh |= (words[at + 1] as number) ^ (words[at - 1] as number);
  }
  return [anyHigh >>> 0, anyLow >>> 0];
}

function writeWindow(writer: ByteWriter, hi: number, lo: number, trail: number, window: number): void {
  const shiftedHigh = trail >= 32 ? 0 : hi >>> trail;
  const shiftedLow =
    trail >= 32 ? hi >>> (trail - 32) : trail === 0 ? lo : ((lo >>> trail) | (hi << (32 - trail))) >>> 0;
  writer.bits(shiftedLow, Math.min(32, window));
  if (window > 32) writer.bits(shiftedHigh, window - 32);
}

/** Reads `count` doubles that writeXor wrote into `out`. */
export function readXor(reader: ByteReader, out: Float64Array, count: number): void {
  const words = new Uint32Array(out.buffer, out.byteOffset, count * 2);
  load(reader.float64());
  const trail = reader.byte();
  const window = reader.byte();
  words[0] = low;
  words[1] = high;
  for (let at = 1; at < count; at++) {
    if (reader.bits(1) === 1) readWindow(reader, trail, window);
    words[at * 2] = low;
    words[at * 2 + 1] = high;
  }
  reader.endBits();
}

function readWindow(reader: ByteReader, trail: number, window: number): void {
  const shiftedLow = reader.bits(Math.min(32, window));
  const shiftedHigh = window > 32 ? reader.bits(window - 32) : 0;
  if (trail >= 32) {
    high ^= shiftedLow << (trail - 32);
  } else if (trail === 0) {
    low ^= shiftedLow;
    high ^= shiftedHigh;
  } else {
    low ^= shiftedLow << trail;
    high ^= (shiftedHigh << trail) | (shiftedLow >>> (32 - trail));
  }
}

let highs = new Float64Array(512);

/** How many of the values equal the one before. */
export function repeats(values: Float64Array, count: number): number {
  let same = 0;
  for (let at = 1; at < count; at++) if (Object.is(values[at], values[at - 1])) same++;
  return same;
}

/**
 * Writes noisy doubles in halves: the high ones (sign, exponent, first digits) as integers, which lie close together, and of the
 * low ones all bits that are used. A value costs its entropy and no flag, where XOR pays for every change of the exponent.
 */
export function writeHalves(writer: ByteWriter, values: Float64Array, count: number): void {
  const words = new Int32Array(values.buffer, values.byteOffset, count * 2);
  if (highs.length < count) highs = new Float64Array(count * 2);
  let any = 0;
  for (let at = 0; at < count; at++) {
    any |= words[at * 2] as number;
    highs[at] = words[at * 2 + 1] as number;
  }
  const trail = any === 0 ? 32 : 31 - Math.clz32(any & -any);
  writeIntegers(writer, highs, count);
  writer.byte(trail);
  writer.reserve(count * 4 + 8);
  for (let at = 0; at < count && trail < 32; at++) writer.bits((words[at * 2] as number) >>> trail, 32 - trail);
  writer.endBits();
}

/** Reads `count` doubles that writeHalves wrote into `out`. */
export function readHalves(reader: ByteReader, out: Float64Array, count: number): void {
  const words = new Uint32Array(out.buffer, out.byteOffset, count * 2);
  if (highs.length < count) highs = new Float64Array(count * 2);
  readIntegers(reader, highs, count);
  const trail = reader.byte();
  for (let at = 0; at < count; at++) {
    words[at * 2] = trail < 32 ? reader.bits(32 - trail) * 2 ** trail : 0;
    words[at * 2 + 1] = highs[at] as number;
  }
  reader.endBits();
}
