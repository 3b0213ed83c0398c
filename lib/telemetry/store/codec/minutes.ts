import type { Buckets } from "@/lib/telemetry/store/codec/buckets";
import { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import type { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readIntegers, writeIntegers } from "@/lib/telemetry/store/codec/integers";
import { readValues, writeValues } from "@/lib/telemetry/store/codec/values";

const VERSION = 1;
const MINUTE_MS = 60_000;
const MINUTES = 60;

// What need not be written because it equals the last value: in a flat series all three, in a counter the maximum.
const MIN_IS_LAST = 1;
const MAX_IS_LAST = 2;
const SUM_IS_LAST = 4;

const scratch = new Float64Array(MINUTES);

/** Appends the minutes of one series and hour: their places, counts, last, min, max and sum. `buckets` are minutes of that hour. */
export function writeMinutes(writer: ByteWriter, buckets: Buckets, hourMs: number): void {
  const { size, ms, count, last, min, max, sum } = buckets;
  const marks =
    (isEqual(min, last, size) ? MIN_IS_LAST : 0) |
    (isEqual(max, last, size) ? MAX_IS_LAST : 0) |
    (isEqual(sum, last, size) ? SUM_IS_LAST : 0);
  writer.byte(VERSION);
  writer.byte(size);
  writer.byte(marks);
  for (let at = 0; at < size; at++) scratch[at] = ((ms[at] as number) - hourMs) / MINUTE_MS;
  writeIntegers(writer, scratch, size);
  writeIntegers(writer, count, size);
  writeValues(writer, last, size);
  if (!(marks & MIN_IS_LAST)) writeValues(writer, min, size);
  if (!(marks & MAX_IS_LAST)) writeValues(writer, max, size);
  if (marks & SUM_IS_LAST) return;
  for (let at = 0; at < size; at++) scratch[at] = tidySum(sum[at] as number);
  writeValues(writer, scratch, size);
}

function isEqual(one: Float64Array, other: Float64Array, count: number): boolean {
  for (let at = 0; at < count; at++) if (!Object.is(one[at], other[at])) return false;
  return true;
}

/** Takes the noise off a sum of decimals (0.30000000000000004), which packs to a fifth; a sum with more digits stays as it is. */
function tidySum(sum: number): number {
  const tidy = Math.round(sum * 1e4) / 1e4;
  return Math.abs(tidy - sum) <= Math.abs(sum) * 1e-13 ? tidy : sum;
}

const reader = new ByteReader(Buffer.alloc(0));
const places = new Float64Array(MINUTES);
const counts = new Float64Array(MINUTES);
const lasts = new Float64Array(MINUTES);
const mins = new Float64Array(MINUTES);
const maxs = new Float64Array(MINUTES);
const sums = new Float64Array(MINUTES);

/** Adds the minutes of an hour that start in [fromMs, toMs) to buckets of that step. Throws a RangeError on a damaged payload. */
export function readMinutes(
  payload: Buffer,
  hourMs: number,
  into: Buckets,
  { stepMs, fromMs, toMs }: { stepMs: number; fromMs: number; toMs: number },
): void {
  const size = unpack(payload);
  for (let at = 0; at < size; at++) {
    const start = hourMs + (places[at] as number) * MINUTE_MS;
    if (start < fromMs || start >= toMs) continue;
    into.add(
      start - (start % stepMs),
      mins[at] as number,
      maxs[at] as number,
      sums[at] as number,
      lasts[at] as number,
      counts[at] as number,
    );
  }
}

function unpack(payload: Buffer): number {
  reader.open(payload);
  if (reader.byte() !== VERSION) throw new RangeError("minutes of an unknown version");
  const size = reader.byte();
  if (size > MINUTES) throw new RangeError("an hour has no more than 60 minutes");
  const marks = reader.byte();
  readIntegers(reader, places, size);
  readIntegers(reader, counts, size);
  readValues(reader, lasts, size);
  readOr(marks & MIN_IS_LAST, mins, size);
  readOr(marks & MAX_IS_LAST, maxs, size);
  readOr(marks & SUM_IS_LAST, sums, size);
  return size;
}

function readOr(isLast: number, out: Float64Array, size: number): void {
  if (isLast) out.set(lasts.subarray(0, size));
  else readValues(reader, out, size);
}
