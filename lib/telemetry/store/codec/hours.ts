import type { Buckets } from "@/lib/telemetry/store/codec/buckets";

const HOURS = 24;
const HOUR_MS = 3_600_000;
const MASK_BYTES = 3;
// min, max, sum, last as doubles, count as an unsigned 32-bit integer: read in place, because a 30-day chart reads 72,000 of them.
const RECORD_BYTES = 36;

/** What is known of one series in one span. */
export type Rollup = { min: number; max: number; sum: number; last: number; count: number };

/** One series' hours of a day: a bit per hour that has samples, then those hours' records in order. */
export class DayOfHours {
  private readonly records: (Buffer | undefined)[] = new Array(HOURS).fill(undefined);

  constructor(payload?: Buffer) {
    if (!payload) return;
    let at = MASK_BYTES;
    const mask = payload.readUIntLE(0, MASK_BYTES);
    for (let hour = 0; hour < HOURS; hour++) {
      if (!(mask & (1 << hour))) continue;
      this.records[hour] = payload.subarray(at, at + RECORD_BYTES);
      at += RECORD_BYTES;
    }
  }

  set(hour: number, rollup: Rollup): void {
    this.records[hour] = writeRecord(rollup);
  }

  pack(): Buffer {
    let mask = 0;
    for (let hour = 0; hour < HOURS; hour++) if (this.records[hour]) mask |= 1 << hour;
    const head = Buffer.alloc(MASK_BYTES);
    head.writeUIntLE(mask, 0, MASK_BYTES);
    return Buffer.concat([head, ...this.records.filter((record) => record !== undefined)]);
  }

  /** The whole day in one record. */
  total(): Buffer {
    const total: Rollup = { min: Infinity, max: -Infinity, sum: 0, last: 0, count: 0 };
    for (const record of this.records) {
      if (!record) continue;
      total.min = Math.min(total.min, record.readDoubleLE(0));
      total.max = Math.max(total.max, record.readDoubleLE(8));
      total.sum += record.readDoubleLE(16);
      total.last = record.readDoubleLE(24);
      total.count += record.readUInt32LE(32);
    }
    return writeRecord(total);
  }
}

function writeRecord({ min, max, sum, last, count }: Rollup): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  record.writeDoubleLE(min, 0);
  record.writeDoubleLE(max, 8);
  record.writeDoubleLE(sum, 16);
  record.writeDoubleLE(last, 24);
  record.writeUInt32LE(count, 32);
  return record;
}

type Span = { stepMs: number; fromMs: number; toMs: number };

/** Adds a day's hours that start in [fromMs, toMs) to buckets of that step. `view` covers a packed day at `offset`. */
export function readHours(
  view: DataView,
  offset: number,
  dayMs: number,
  into: Buckets,
  { stepMs, fromMs, toMs }: Span,
): void {
  const mask = view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  let at = offset + MASK_BYTES;
  for (let hour = 0; hour < HOURS; hour++) {
    if (!(mask & (1 << hour))) continue;
    const start = dayMs + hour * HOUR_MS;
    if (start >= fromMs && start < toMs) readRecord(view, at, start - (start % stepMs), into);
    at += RECORD_BYTES;
  }
}

/** Adds one record to the bucket that starts at `start`. */
export function readRecord(view: DataView, at: number, start: number, into: Buckets): void {
  into.add(
    start,
    view.getFloat64(at, true),
    view.getFloat64(at + 8, true),
    view.getFloat64(at + 16, true),
    view.getFloat64(at + 24, true),
    view.getUint32(at + 32, true),
  );
}

/** Sums buckets up into one record; undefined when there are none. */
export function totalOf({ size, min, max, sum, last, count }: Buckets): Rollup | undefined {
  if (size === 0) return undefined;
  const total: Rollup = { min: Infinity, max: -Infinity, sum: 0, last: last[size - 1] as number, count: 0 };
  for (let at = 0; at < size; at++) {
    total.min = Math.min(total.min, min[at] as number);
    total.max = Math.max(total.max, max[at] as number);
    total.sum += sum[at] as number;
    total.count += count[at] as number;
  }
  return total;
}
