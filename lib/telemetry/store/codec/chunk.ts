import { ByteReader } from "@/lib/telemetry/store/codec/byte-reader";
import type { ByteWriter } from "@/lib/telemetry/store/codec/byte-writer";
import { readIntegers, writeIntegers } from "@/lib/telemetry/store/codec/integers";
import { readValues, writeValues } from "@/lib/telemetry/store/codec/values";

const VERSION = 1;

/** Samples of one series in time order; only the first `count` entries are meant. */
export type Samples = { count: number; ms: Float64Array; values: Float64Array };

/** An empty buffer for that many samples. */
export function samplesFor(capacity: number): Samples {
  return { count: 0, ms: new Float64Array(capacity), values: new Float64Array(capacity) };
}

/** Makes room for that many samples, keeping those that are there. */
export function growSamples(samples: Samples, capacity: number): void {
  if (samples.ms.length >= capacity) return;
  const size = Math.max(capacity, samples.ms.length * 2);
  const ms = new Float64Array(size);
  const values = new Float64Array(size);
  ms.set(samples.ms.subarray(0, samples.count));
  values.set(samples.values.subarray(0, samples.count));
  samples.ms = ms;
  samples.values = values;
}

/** Appends one chunk: version, count, times as integers, values. */
export function writeChunk(writer: ByteWriter, ms: Float64Array, values: Float64Array, count: number): void {
  writer.byte(VERSION);
  writer.varint(count);
  writeIntegers(writer, ms, count);
  writeValues(writer, values, count);
}

const reader = new ByteReader(Buffer.alloc(0));

/** Reads a chunk behind the samples already in `out`. Throws a RangeError on a damaged or newer payload. */
export function readChunk(payload: Buffer, out: Samples): void {
  reader.open(payload);
  if (reader.byte() !== VERSION) throw new RangeError("chunk of an unknown version");
  const count = reader.varint();
  if (count > payload.length * 10_000) throw new RangeError("chunk claims more samples than it can hold");
  growSamples(out, out.count + count);
  readIntegers(reader, out.ms.subarray(out.count), count);
  readValues(reader, out.values.subarray(out.count), count);
  out.count += count;
}
