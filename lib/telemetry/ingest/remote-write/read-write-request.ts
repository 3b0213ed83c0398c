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

/** Where decoded samples go: a store's batch, or a recording in a test. It counts the samples of a refused series (-1) itself. */
export type SampleSink = {
  series(key: string, identity: () => SeriesIdentity): number;
  sample(handle: number, ms: number, value: number): void;
};

/** What was in a write request: all samples, native histograms (not kept), and why series were refused for their labels. */
export type WriteRequestCounts = { samples: number; histograms: number; reasons: string[] };

/**
 * Reads a remote-write 1.0 WriteRequest straight into a sink, without an allocation per sample; the raw bytes of a series' labels are its key.
 * Exemplars and metadata are passed over. Throws a `Refusal` (invalid) for anything that is not a WriteRequest, before the sink is asked for
 * the first series that it does not know: a body that is cut off leaves no series behind.
 */
export function readWriteRequest(body: Buffer, sink: SampleSink, keys: Keys): WriteRequestCounts {
  return new WriteRequestReader(body, sink, keys).read();
}

type Keys = Pick<KeyTable, "key">;

const UNRESOLVED = -2;
const REFUSED = -1;
const NOWHERE: SampleSink = { series: () => 0, sample: () => undefined };
const NO_KEYS: Keys = { key: () => "" };

class WriteRequestReader {
  private readonly wire: WireReader;
  private readonly counts: WriteRequestCounts = { samples: 0, histograms: 0, reasons: [] };
  private whole = false;
  private from = 0;
  private to = 0;

  constructor(
    private readonly body: Buffer,
    private readonly sink: SampleSink,
    private readonly keys: Keys,
  ) {
    this.wire = new WireReader(body);
  }

  read(): WriteRequestCounts {
    const { wire } = this;
    const limit = this.body.length;
    while (wire.at < limit) {
      const tag = wire.tag();
      if (tag === SERIES) this.series(wire.lengthEnd(limit));
      else if (tag >>> 3 === 1) throw malformed("a time series has the wrong wire type");
      else wire.skip(tag, limit);
    }
    return this.counts;
  }

  private series(end: number): void {
    const { wire, body } = this;
    this.from = wire.at;
    while (wire.at < end && body[wire.at] === LABEL) {
      wire.at++;
      wire.at = wire.lengthEnd(end);
    }
    this.to = wire.at;
    let handle = UNRESOLVED;
    while (wire.at < end) {
      const tag = wire.tag();
      if (tag === SAMPLE) {
        if (handle === UNRESOLVED) handle = this.resolve();
        this.sample(wire.lengthEnd(end), handle);
      } else this.other(tag, end);
    }
  }

  private resolve(): number {
    const key = this.keys.key(this.body, this.wire.view, this.from, this.to);
    try {
      return this.sink.series(key, this.identity);
    } catch (error) {
      if (!isRefusal(error) || error.code !== "unprocessable") throw error;
      if (this.counts.reasons.length < 5) this.counts.reasons.push(String(error.details["why"]));
      return REFUSED;
    }
  }

  private readonly identity = (): SeriesIdentity => {
    if (!this.whole) new WriteRequestReader(this.body, NOWHERE, NO_KEYS).read();
    this.whole = true;
    return readLabels(this.body.subarray(this.from, this.to));
  };

  private other(tag: number, end: number): void {
    const number = tag >>> 3;
    if (tag === HISTOGRAM) this.counts.histograms++;
    else if (tag === LABEL) throw malformed("the labels of a series must come before its samples");
    else if (number === 1 || number === 2) throw malformed("a field of a time series has the wrong wire type");
    this.wire.skip(tag, end);
  }

  private sample(end: number, handle: number): void {
    const { wire, body } = this;
    const { at } = wire;
    this.counts.samples++;
    // Times between 1971 and 2109 take six bytes: nearly every sample there is has exactly this shape.
    if (end - at === 16 && body[at] === VALUE && body[at + 9] === TIME && isSixByteVarint(body, at + 10)) {
      wire.at = end;
      this.sink.sample(handle, sixByteVarint(body, at + 10), wire.view.getFloat64(at + 1, true));
    } else {
      const { ms, value } = readSlowSample(wire, end);
      this.sink.sample(handle, ms, value);
    }
  }
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
    else if (tag >>> 3 <= 2) throw malformed("a field of a sample has the wrong wire type");
    else reader.skip(tag, end);
    if (reader.at > end) throw malformed("a sample reaches past its message");
  }
  return { value, ms };
}
