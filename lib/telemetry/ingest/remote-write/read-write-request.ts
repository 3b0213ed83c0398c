import { isRefusal } from "@/lib/kernel/refusal";
import { malformed } from "@/lib/telemetry/ingest/malformed";
import { WireReader } from "@/lib/telemetry/ingest/protobuf/wire-reader";
import type { KeyTable } from "@/lib/telemetry/ingest/remote-write/key-table";
import { readLabels } from "@/lib/telemetry/ingest/remote-write/read-labels";
import type { SeriesIdentity } from "@/lib/telemetry/sample";

const SERIES = 0x0a;
const LABEL = 0x0a;
const SAMPLE = 0x12;
const HISTOGRAM = 0x22;
const VALUE = 0x09;
const TIME = 0x10;
const POW_28 = 2 ** 28;

/** Where decoded samples go: a store's batch, or a recording in a test. */
export type SampleSink = {
  series(key: string, identity: () => SeriesIdentity): number;
  sample(handle: number, ms: number, value: number): void;
};

/** What was in a write request: all samples, those of refused series, native histograms (not kept), and why series were refused here. */
export type WriteRequestCounts = { samples: number; refused: number; histograms: number; reasons: string[] };

/**
 * Reads a remote-write 1.0 WriteRequest straight into a sink, without an allocation per sample; the raw bytes of a series' labels are its key.
 * Exemplars and metadata are passed over. Throws a `Refusal` (invalid) for anything that is not a WriteRequest; the sink must then be dropped.
 */
export function readWriteRequest(body: Buffer, sink: SampleSink, keys: KeyTable): WriteRequestCounts {
  const reader = new WireReader(body);
  const counts: WriteRequestCounts = { samples: 0, refused: 0, histograms: 0, reasons: [] };
  const limit = body.length;
  while (reader.at < limit) {
    const tag = reader.tag();
    if (tag === SERIES) readSeries(reader, reader.lengthEnd(limit), { sink, keys, counts });
    else if (tag >> 3 === 1) throw malformed("a time series has the wrong wire type");
    else reader.skip(tag, limit);
  }
  return counts;
}

type Into = { sink: SampleSink; keys: KeyTable; counts: WriteRequestCounts };

function readSeries(reader: WireReader, end: number, into: Into): void {
  const { bytes } = reader;
  const from = reader.at;
  while (reader.at < end && bytes[reader.at] === LABEL) {
    reader.at++;
    reader.at = reader.lengthEnd(end);
  }
  const to = reader.at;
  let handle = UNRESOLVED;
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === SAMPLE) {
      if (handle === UNRESOLVED) handle = resolve(reader, from, to, into);
      readSample(reader, reader.lengthEnd(end), handle, into);
    } else readOther(reader, tag, end, into.counts);
  }
}

const UNRESOLVED = -2;
const REFUSED = -1;

function resolve({ bytes, view }: WireReader, from: number, to: number, { sink, keys, counts }: Into): number {
  const key = keys.key(bytes, view, from, to);
  try {
    return sink.series(key, () => readLabels(bytes.subarray(from, to)));
  } catch (error) {
    if (!isRefusal(error) || error.code !== "unprocessable") throw error;
    if (counts.reasons.length < 5) counts.reasons.push(String(error.details["why"]));
    return REFUSED;
  }
}

function readOther(reader: WireReader, tag: number, end: number, counts: WriteRequestCounts): void {
  const field = tag >> 3;
  if (tag === HISTOGRAM) counts.histograms++;
  else if (tag === LABEL) throw malformed("the labels of a series must come before its samples");
  else if (field === 1 || field === 2) throw malformed("a field of a time series has the wrong wire type");
  reader.skip(tag, end);
}

function readSample(reader: WireReader, end: number, handle: number, { sink, counts }: Into): void {
  const { bytes, at, view } = reader;
  let value: number;
  let ms: number;
  // Times between 1971 and 2109 take six bytes: nearly every sample there is has exactly this shape.
  if (end - at === 16 && bytes[at] === VALUE && bytes[at + 9] === TIME && isSixByteVarint(bytes, at + 10)) {
    value = view.getFloat64(at + 1, true);
    ms = sixByteVarint(bytes, at + 10);
    reader.at = end;
  } else {
    const slow = readSlowSample(reader, end);
    value = slow.value;
    ms = slow.ms;
  }
  counts.samples++;
  if (handle >= 0) sink.sample(handle, ms, value);
  else counts.refused++;
}

function isSixByteVarint(bytes: Buffer, at: number): boolean {
  const allMore =
    (bytes[at] as number) &
    (bytes[at + 1] as number) &
    (bytes[at + 2] as number) &
    (bytes[at + 3] as number) &
    (bytes[at + 4] as number);
  return (allMore & 0x80) !== 0 && (bytes[at + 5] as number) < 0x80;
}

function sixByteVarint(bytes: Buffer, at: number): number {
  const low =
    ((bytes[at] as number) & 0x7f) |
    (((bytes[at + 1] as number) & 0x7f) << 7) |
    (((bytes[at + 2] as number) & 0x7f) << 14) |
    (((bytes[at + 3] as number) & 0x7f) << 21);
  return low + (((bytes[at + 4] as number) & 0x7f) | ((bytes[at + 5] as number) << 7)) * POW_28;
}

function readSlowSample(reader: WireReader, end: number): { value: number; ms: number } {
  let value = 0;
  let ms = 0;
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === VALUE) value = reader.double();
    else if (tag === TIME) ms = reader.varint();
    else if (tag >> 3 <= 2) throw malformed("a field of a sample has the wrong wire type");
    else reader.skip(tag, end);
    if (reader.at > end) throw malformed("a sample reaches past its message");
  }
  return { value, ms };
}
