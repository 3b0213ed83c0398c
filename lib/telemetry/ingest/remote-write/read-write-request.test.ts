import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal } from "@/lib/kernel/refusal";
import { field } from "@/lib/telemetry/ingest/protobuf/wire-writer";
import { KeyTable } from "@/lib/telemetry/ingest/remote-write/key-table";
import { readWriteRequest } from "@/lib/telemetry/ingest/remote-write/read-write-request";
import type { SeriesIdentity } from "@/lib/telemetry/sample";
import { doubleField, varint } from "@/lib/testing/protobuf";

type Recorded = { identity: SeriesIdentity; samples: [number, number][] };

function recording() {
  const series: Recorded[] = [];
  const keys = new Map<string, number>();
  const refused = { count: 0 };
  return {
    series,
    refused,
    sink: {
      series(key: string, identity: () => SeriesIdentity): number {
        const known = keys.get(key);
        if (known !== undefined) return known;
        const handle = series.push({ identity: identity(), samples: [] }) - 1;
        keys.set(key, handle);
        return handle;
      },
      sample(handle: number, ms: number, value: number) {
        if (handle < 0) refused.count++;
        else series[handle]?.samples.push([ms, value]);
      },
    },
  };
}

const label = (name: string, value: string) => field(1, Buffer.concat([field(1, name), field(2, value)]));
const sample = (ms: number, value: number) => field(2, Buffer.concat([doubleField(1, value), field(2, ms)]));
const series = (...parts: Buffer[]) => field(1, Buffer.concat(parts));
const up = label("__name__", "up");
const AT = 1_790_000_000_000;

function read(...messages: Buffer[]) {
  const { series, sink, refused } = recording();
  const counts = readWriteRequest(Buffer.concat(messages), sink, new KeyTable());
  return { series, counts, refused: refused.count };
}

describe("a remote write request", () => {
  it("gives its samples to their series, whose labels are read once", () => {
    const job = label("job", "api");
    const { series: got, counts } = read(
      series(up, job, sample(AT, 1), sample(AT + 1000, 0)),
      series(up, job, sample(AT + 2000, 1.5)),
      series(label("__name__", "http_requests_total"), label("empty", ""), sample(AT, 7)),
    );
    expect(got).toEqual([
      {
        identity: { name: "up", labels: { job: "api" }, kind: "gauge" },
        samples: [
          [AT, 1],
          [AT + 1000, 0],
          [AT + 2000, 1.5],
        ],
      },
      { identity: { name: "http_requests_total", labels: {}, kind: "counter" }, samples: [[AT, 7]] },
    ]);
    expect(counts).toEqual({ samples: 4, histograms: 0, reasons: [] });
  });

  it.each([
    [0, "the epoch, which proto3 leaves out"],
    [-1, "before the epoch, in ten bytes"],
    [-62_135_596_800_000, "the year 1"],
    [2 ** 35 - 1, "the last time in five bytes"],
    [2 ** 35, "the first in six"],
    [2 ** 42 - 1, "the last in six"],
    [2 ** 42, "the first in seven"],
    [2 ** 53, "the edge of exact numbers"],
  ])("reads the time %d: %s", (ms) => {
    expect(read(series(up, sample(ms, 2))).series[0]?.samples).toEqual([[ms, 2]]);
  });

  it("reads a sample whose fields are missing, turned around or unknown", () => {
    const turned = field(2, Buffer.concat([field(2, AT), doubleField(1, 3), field(9, "later")]));
    const onlyTime = field(2, field(2, AT + 1));
    expect(read(series(up, turned, onlyTime, field(2, Buffer.alloc(0)))).series[0]?.samples).toEqual([
      [AT, 3],
      [AT + 1, 0],
      [0, 0],
    ]);
  });

  it("passes stale markers on as NaN", () => {
    const stale = Buffer.from([0x02, 0, 0, 0, 0, 0, 0xf0, 0x7f]);
    const marker = field(2, Buffer.concat([Buffer.from([9]), stale, field(2, AT)]));
    expect(read(series(up, marker)).series[0]?.samples).toEqual([[AT, Number.NaN]]);
  });

  it("counts native histograms and passes over exemplars and metadata", () => {
    const metadata = field(3, Buffer.concat([field(1, 1), field(2, "up")]));
    const { counts, series: got } = read(
      series(up, field(3, "exemplar"), field(4, "histogram"), sample(AT, 1)),
      metadata,
    );
    expect(counts).toMatchObject({ samples: 1, histograms: 1 });
    expect(got).toHaveLength(1);
  });

  it.each([
    ["no name", [label("job", "x")], "no metric name"],
    ["a bad name", [label("__name__", "1up")], "not usable"],
    ["a label twice", [up, label("a", "1"), label("a", "2")], "twice"],
    ["a label that breaks objects", [up, label("__proto__", "1")], "not usable"],
    ["a NUL", [up, label("a", "\u0000")], "not valid text"],
    ["1 MB of label", [up, label("a", "x".repeat(1_000_000))], "longer than 2048"],
    ["too many labels", [up, ...Array.from({ length: 65 }, (_, i) => label(`l${i}`, "x"))], "more than 64"],
    [
      "bytes that are not UTF-8",
      [up, field(1, Buffer.concat([field(1, "a"), field(2, Buffer.from([0xff]))]))],
      "UTF-8",
    ],
  ])("refuses one series and keeps its neighbour: %s", (_what, labels, why) => {
    const {
      series: got,
      counts,
      refused,
    } = read(series(...labels, sample(AT, 1), sample(AT, 2)), series(up, sample(AT, 3)));
    expect(counts.samples).toBe(3);
    expect(refused).toBe(2);
    expect(counts.reasons).toEqual([expect.stringContaining(why)]);
    expect(got.map((one) => one.samples)).toEqual([[[AT, 3]]]);
  });

  it.each([
    ["text", Buffer.from("hello, this is text")],
    ["a length past the end", Buffer.from([0x0a, 0x7f, 1])],
    ["a length of 2^31", Buffer.concat([Buffer.from([0x0a]), varint(2 ** 31)])],
    ["a length of 2^63", Buffer.concat([Buffer.from([0x0a]), Buffer.alloc(9, 0xff), Buffer.from([1])])],
    ["a number without end", Buffer.alloc(30, 0xff)],
    ["field number zero", Buffer.from([0x02, 0x00])],
    ["a group", Buffer.from([0x0b])],
    ["a series as a number", Buffer.from([0x08, 0x01])],
    ["a sample as a number", series(up, Buffer.from([0x10, 0x01]))],
    ["a value as a number", series(up, field(2, Buffer.from([0x08, 0x01])))],
    ["a value cut short", series(up, field(2, Buffer.from([0x09, 1, 2])))],
    ["labels after samples", series(up, sample(AT, 1), label("a", "b"))],
  ])("is refused as a whole when it is %s", (_what, body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: "invalid", messageKey: "ingest.malformed" }));
  });

  it("leaves no series behind when the body is cut off", () => {
    const { series: got, sink } = recording();
    const body = Buffer.concat([series(up, sample(AT, 1)), series(label("__name__", "down"), sample(AT, 1))]);
    for (let length = 1; length < body.length; length++) {
      if (length === series(up, sample(AT, 1)).length) continue;
      expect(() => readWriteRequest(body.subarray(0, length), sink, new KeyTable())).toThrow();
    }
    expect(got).toEqual([]);
  });

  it("throws nothing but refusals, whatever the bytes", () => {
    const valid = Buffer.concat([
      series(up, label("a", "b"), sample(AT, 1), sample(AT + 1, 2)),
      series(up, sample(3, 4)),
    ]);
    const flipped = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
      .map((flips) => {
        const copy = Buffer.from(valid);
        for (const [at, mask] of flips) copy[at] = (copy[at] ?? 0) ^ mask;
        return copy;
      });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      flipped,
    );
    fc.assert(
      fc.property(bytes, (body) => {
        try {
          read(body);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
