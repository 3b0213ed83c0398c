import { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";

const VERSION = 1;
const SAME_TIME = 1;
const DERIVED = 2;
const CARRIED = 4;

/** The samples of one journal row as columns; only the first `count` entries are meant. */
export type Columns = { count: number; ids: Float64Array; ms: Float64Array; values: Float64Array };

/** `derived` samples replace what is stored; `carried` ones were accepted before and only moved to a newer segment. */
export type PayloadMarks = { derived: boolean; carried: boolean };

const writer = new ByteWriter();

/** Packs a batch: series ids and times as differences (usually one byte, none when all times are equal), values as doubles. */
export function encodePayload(columns: Columns, { derived, carried }: PayloadMarks): Buffer {
  const { count, ids, ms, values } = columns;
  const sameTime = isSameTime(ms, count);
  writer.reset();
  writer.byte(VERSION);
  writer.byte((sameTime ? SAME_TIME : 0) | (derived ? DERIVED : 0) | (carried ? CARRIED : 0));
  writer.varint(count);
  writeDifferences(ids, count);
  writeDifferences(ms, sameTime ? Math.min(count, 1) : count);
  writer.raw(new Uint8Array(values.buffer, values.byteOffset, count * 8));
  return writer.copy();
}

function isSameTime(ms: Float64Array, count: number): boolean {
  for (let at = 1; at < count; at++) if (ms[at] !== ms[0]) return false;
  return true;
}

function writeDifferences(column: Float64Array, count: number): void {
  let before = 0;
  writer.reserve(count * 8);
  const { bytes } = writer;
  for (let at = 0; at < count; at++) {
    const value = column[at] as number;
    const step = value - before;
    before = value;
    if (step >= 0 && step < 64) bytes[writer.at++] = step * 2;
    else writer.zigzag(step);
  }
}

const reader = new ByteReader(Buffer.alloc(0));

/** Reads a payload into `out`, whose arrays grow as needed. Throws a RangeError on a damaged or newer payload. */
export function decodePayload(payload: Buffer, out: Columns): PayloadMarks {
  reader.open(payload);
  if (reader.byte() !== VERSION) throw new RangeError("journal row of an unknown version");
  const marks = reader.byte();
  const count = reader.varint();
  if (count * 9 > payload.length) throw new RangeError("journal row claims more samples than it holds");
  if (out.ids.length < count) {
    out.ids = new Float64Array(count * 2);
    out.ms = new Float64Array(count * 2);
    out.values = new Float64Array(count * 2);
  }
  out.count = count;
  readDifferences(out.ids, count);
  const sameTime = (marks & SAME_TIME) !== 0;
  readDifferences(out.ms, sameTime ? Math.min(count, 1) : count);
  if (sameTime && count > 1) out.ms.fill(out.ms[0] as number, 1, count);
  new Uint8Array(out.values.buffer, out.values.byteOffset, count * 8).set(reader.raw(count * 8));
  return { derived: (marks & DERIVED) !== 0, carried: (marks & CARRIED) !== 0 };
}

function readDifferences(out: Float64Array, count: number): void {
  let value = 0;
  for (let at = 0; at < count; at++) {
    value += reader.zigzag();
    out[at] = value;
  }
}

/** Empty columns with room for that many samples. */
export function columnsFor(capacity: number): Columns {
  const column = () => new Float64Array(capacity);
  return { count: 0, ids: column(), ms: column(), values: column() };
}
