import type { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import type { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readIntegers, writeIntegers } from "@/lib/telemetry/store/codec/integers";
import { readHalves, readXor, repeats, writeHalves, writeXor } from "@/lib/telemetry/store/codec/xor";

const CONSTANT = 0;
const DECIMAL = 1;
const DECIMAL_WITH_EXCEPTIONS = 2;
const XOR = 3;
const HALVES = 4;

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
// Differences of differences must stay exact in a double: 2^50 scaled leaves two bits.
const LARGEST = 2 ** 50;

let integers = new Float64Array(512);
let exceptions = new Int32Array(64);
let exceptionCount = 0;

/**
 * Writes doubles bit for bit (NaN payloads, -0 and infinities too): a constant once, decimals of up to nine places as scaled
 * integers with the odd ones out beside them, anything else in halves or as XOR with the value before.
 */
export function writeValues(writer: ByteWriter, values: Float64Array, count: number): void {
  if (isConstant(values, count)) {
    writer.byte(CONSTANT);
    if (count > 0) writer.float64(values[0] as number);
    return;
  }
  const exponent = scale(values, count);
  if (exponent < 0) {
    // XOR is for what often stays as it is; below one in eight its flags cost more than they save.
    const halves = repeats(values, count) * 8 < count;
    writer.byte(XOR | (halves ? HALVES : 0));
    if (halves) writeHalves(writer, values, count);
    else writeXor(writer, values, count);
    return;
  }
  writer.byte((exceptionCount > 0 ? DECIMAL_WITH_EXCEPTIONS : DECIMAL) | (exponent << 2));
  if (exceptionCount > 0) writeExceptions(writer, values);
  writeIntegers(writer, integers, count);
}

/** Reads `count` doubles that writeValues wrote into `out`. */
export function readValues(reader: ByteReader, out: Float64Array, count: number): void {
  const header = reader.byte();
  const form = header & 3;
  if (form === CONSTANT) {
    if (count > 0) fillExact(reader, out, count);
  } else if (form === XOR) {
    if (header & HALVES) readHalves(reader, out, count);
    else readXor(reader, out, count);
  } else {
    const at = form === DECIMAL_WITH_EXCEPTIONS ? skipExceptions(reader) : -1;
    readIntegers(reader, out, count);
    unscale(out, count, header >> 2);
    if (at >= 0) placeExceptions(reader, out, at);
  }
}

function isConstant(values: Float64Array, count: number): boolean {
  const value = values[0] as number;
  for (let at = 1; at < count; at++) if (!Object.is(values[at], value)) return false;
  return !Number.isNaN(value);
}

function fillExact(reader: ByteReader, out: Float64Array, count: number): void {
  out.fill(reader.float64(), 0, count);
}

/** The power of ten that makes (nearly) all values integers, which it leaves in `integers`; -1 when there is none. */
function scale(values: Float64Array, count: number): number {
  if (integers.length < count) integers = new Float64Array(count * 2);
  const allowed = count >> 3;
  if (exceptions.length <= allowed) exceptions = new Int32Array(allowed * 2 + 1);
  exceptionCount = 0;
  let exponent = 0;
  for (let at = 0; at < count; at++) {
    const needed = placesOf(values[at] as number, exponent);
    if (needed >= 0) exponent = needed;
    else if (exceptionCount >= allowed) return -1;
    else exceptions[exceptionCount++] = at;
  }
  return toIntegers(values, count, exponent, allowed);
}

/** The least number of places, at least `from`, at which the value is a scaled integer and comes back exactly; -1: none. */
function placesOf(value: number, from: number): number {
  for (let places = from; places < POWERS.length; places++) {
    const power = POWERS[places] as number;
    const scaled = Math.round(value * power);
    if (scaled / power === value) return Math.abs(scaled) < LARGEST && !isNegativeZero(value) ? places : -1;
  }
  return -1;
}

function isNegativeZero(value: number): boolean {
  return value === 0 && 1 / value < 0;
}

function toIntegers(values: Float64Array, count: number, exponent: number, allowed: number): number {
  const power = POWERS[exponent] as number;
  exceptionCount = 0;
  let before = 0;
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    const scaled = Math.round(value * power);
    // A later value may have raised the exponent past what an earlier one can bear.
    if (scaled / power === value && Math.abs(scaled) < LARGEST && !isNegativeZero(value)) {
      before = scaled;
    } else {
      if (exceptionCount >= allowed) return -1;
      exceptions[exceptionCount++] = at;
    }
    integers[at] = before;
  }
  return exponent;
}

function unscale(out: Float64Array, count: number, exponent: number): void {
  const power = POWERS[exponent] as number;
  if (power === 1) return;
  for (let at = 0; at < count; at++) out[at] = (out[at] as number) / power;
}

function writeExceptions(writer: ByteWriter, values: Float64Array): void {
  writer.varint(exceptionCount);
  for (let n = 0; n < exceptionCount; n++) {
    const at = exceptions[n] as number;
    writer.varint(at);
    writer.float64(values[at] as number);
  }
}

function skipExceptions(reader: ByteReader): number {
  const start = reader.at;
  for (let left = reader.varint(); left > 0; left--) {
    reader.varint();
    reader.raw(8);
  }
  return start;
}

function placeExceptions(reader: ByteReader, out: Float64Array, start: number): void {
  const end = reader.at;
  reader.at = start;
  for (let left = reader.varint(); left > 0; left--) {
    const at = reader.varint();
    out[at] = reader.float64();
  }
  reader.at = end;
}
