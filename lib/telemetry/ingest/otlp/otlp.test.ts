import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusal } from "@/lib/kernel/refusal";
import type { Message } from "@/lib/telemetry/ingest/otlp/message";
import { LOGS_REQUEST, METRICS_REQUEST } from "@/lib/telemetry/ingest/otlp/otlp-fields";
import { readOtlpJson } from "@/lib/telemetry/ingest/otlp/read-json";
import { readLogRecords } from "@/lib/telemetry/ingest/otlp/read-logs";
import { readMetrics } from "@/lib/telemetry/ingest/otlp/read-metrics";
import { readProtobuf } from "@/lib/telemetry/ingest/otlp/read-protobuf";
import { field } from "@/lib/telemetry/ingest/protobuf/wire-writer";
import { isStale, type SeriesIdentity, STALE_MARKER } from "@/lib/telemetry/sample";
import { doubleField, fixed64Field } from "@/lib/testing/protobuf";

const NANOS = 1_790_000_000_123_456_789n;
const MS = 1_790_000_000_123;

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

function recorded(request: Message) {
  const identities: SeriesIdentity[] = [];
  const keys = new Map<string, number>();
  const lines: string[] = [];
  const counts = readMetrics(
    request,
    {
      series(key, identity) {
        const known = keys.get(key) ?? identities.push(identity()) - 1;
        keys.set(key, known);
        return known;
      },
      sample(handle, ms, value) {
        const one = identities[handle];
        const labels = Object.entries(one?.labels ?? {}).map(([label, text]) => `${label}=${text}`);
        lines.push(
          `${one?.name}{${labels.join(",")}} ${isStale(value) ? "stale" : value}${ms === MS ? "" : ` at ${ms}`}`,
        );
      },
    },
    STALE_MARKER,
  );
  return { lines, counts, identities };
}

function metrics(...list: unknown[]) {
  const resource = {
    attributes: [
      { key: "service.name", value: { stringValue: "shop" } },
      { key: "process.pid", value: { intValue: "77" } },
    ],
  };
  return recorded(
    readOtlpJson(
      json({ resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: "lib" }, metrics: list }] }] }),
      METRICS_REQUEST,
    ),
  );
}

const at = { timeUnixNano: String(NANOS) };
const BASE = "service=shop,scope=lib";

describe("OTLP metrics", () => {
  it("become series named without dots, labelled by resource, scope and point", () => {
    const attributes = [
      { key: "http.method", value: { stringValue: "GET" } },
      { key: "retry", value: { boolValue: true } },
      { key: "code", value: { intValue: 200 } },
      { key: "list", value: { arrayValue: { values: [{ intValue: "1" }, { stringValue: "b" }] } } },
      { key: "service", value: { stringValue: "taken" } },
      { key: "1st", value: { doubleValue: 0.5 } },
    ];
    const { lines, identities } = metrics({
      name: "http.server.load",
      unit: "ms",
      gauge: { dataPoints: [{ ...at, asDouble: 1.5, attributes }] },
    });
    expect(lines).toEqual([
      `http_server_load{${BASE},http_method=GET,retry=true,code=200,list=[1,"b"],exported_service=taken,_1st=0.5} 1.5`,
    ]);
    expect(identities[0]).toMatchObject({ unit: "ms", kind: "gauge" });
  });

  it.each([
    ["a cumulative sum that only rises", { isMonotonic: true, aggregationTemporality: 2 }, "counter"],
    ["a cumulative sum that may fall", { aggregationTemporality: 2 }, "gauge"],
    ["a delta sum", { isMonotonic: true, aggregationTemporality: 1 }, "delta"],
    ["a delta that may fall", { aggregationTemporality: 1 }, "delta"],
  ])("keep what they are: %s", (_what, sum, kind) => {
    const { lines, identities } = metrics({ name: "n", sum: { ...sum, dataPoints: [{ ...at, asInt: "-5" }] } });
    expect([lines, identities[0]?.kind]).toEqual([[`n{${BASE}} -5`], kind]);
  });

  it("make an explicit histogram rising buckets, a sum and a count", () => {
    const { lines, identities } = metrics({
      name: "d",
      unit: "s",
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [{ ...at, count: "6", sum: 3.5, bucketCounts: ["1", 2, "3"], explicitBounds: [0.1, 1] }],
      },
    });
    expect(lines).toEqual([
      `d_bucket{${BASE},le=0.1} 1`,
      `d_bucket{${BASE},le=1} 3`,
      `d_bucket{${BASE},le=+Inf} 6`,
      `d_count{${BASE}} 6`,
      `d_sum{${BASE}} 3.5`,
    ]);
    expect(identities.map(({ unit, kind }) => `${unit} ${kind}`)).toEqual([
      "count counter",
      "count counter",
      "count counter",
      "count counter",
      "seconds counter",
    ]);
  });

  it.each([
    // Scale 1: base is the square root of 2, so two buckets make one power.
    [
      "finer than powers of two",
      { scale: 1, positive: { offset: 0, bucketCounts: [1, 2, 3, 4] } },
      ["0 0", "2 3", "4 10", "+Inf 10"],
    ],
    [
      "powers of two",
      { scale: 0, zeroCount: "5", positive: { offset: -1, bucketCounts: ["1", "0", "2"] } },
      ["0 5", "1 6", "2 6", "4 8", "+Inf 8"],
    ],
    ["coarser", { scale: -1, positive: { offset: 0, bucketCounts: [1, 1] } }, ["0 0", "4 1", "16 2", "+Inf 2"]],
    ["below zero", { scale: 0, negative: { offset: 0, bucketCounts: [1, 2] } }, ["-2 2", "-1 3", "0 3", "+Inf 3"]],
    ["empty", { scale: 20 }, ["0 0", "+Inf 0"]],
  ])("bring an exponential histogram to powers of two: %s", (_what, point, buckets) => {
    const data = { aggregationTemporality: 1, dataPoints: [{ ...at, ...point }] };
    const { lines, identities } = metrics({ name: "e", exponentialHistogram: data });
    const found = lines.filter((line) => line.startsWith("e_bucket")).map((line) => line.replace(/.*le=(.*)} /, "$1 "));
    expect(found).toEqual(buckets);
    expect(identities[0]?.kind).toBe("delta");
  });

  it("make a summary its quantiles, a sum and a count", () => {
    const quantileValues = [
      { quantile: 0.5, value: 1 },
      { quantile: 0.99, value: 9 },
    ];
    const { lines } = metrics({ name: "q", summary: { dataPoints: [{ ...at, count: 3, sum: 12, quantileValues }] } });
    expect(lines).toEqual([
      `q{${BASE},quantile=0.5} 1`,
      `q{${BASE},quantile=0.99} 9`,
      `q_count{${BASE}} 3`,
      `q_sum{${BASE}} 12`,
    ]);
  });

  it("turn 'no recorded value' into a stale marker and keep NaN as NaN", () => {
    const dataPoints = [
      { ...at, flags: 1 },
      { ...at, asDouble: "NaN" },
      { ...at, asDouble: "-Infinity" },
    ];
    expect(metrics({ name: "n", gauge: { dataPoints } }).lines).toEqual([
      `n{${BASE}} stale`,
      `n{${BASE}} NaN`,
      `n{${BASE}} -Infinity`,
    ]);
  });

  it.each([
    ["no time", { gauge: { dataPoints: [{ asInt: 1 }] } }, "no time"],
    ["no value", { gauge: { dataPoints: [at] } }, "no value"],
    ["no temporality", { sum: { dataPoints: [{ ...at, asInt: 1 }] } }, "cumulative or delta"],
    [
      "bounds that do not match",
      { histogram: { aggregationTemporality: 2, dataPoints: [{ ...at, bucketCounts: [1], explicitBounds: [1] }] } },
      "match in number",
    ],
    [
      "bounds that fall",
      {
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [{ ...at, bucketCounts: [1, 1, 1], explicitBounds: [2, 1] }],
        },
      },
      "do not rise",
    ],
    [
      "bounds that are no numbers",
      {
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [{ ...at, bucketCounts: [1, 1], explicitBounds: ["NaN"] }],
        },
      },
      "do not rise",
    ],
    [
      "an absurd scale",
      { exponentialHistogram: { aggregationTemporality: 2, dataPoints: [{ ...at, scale: 99 }] } },
      "scale",
    ],
    [
      "an absurd span",
      {
        exponentialHistogram: {
          aggregationTemporality: 2,
          dataPoints: [{ ...at, positive: { offset: -1000, bucketCounts: [1, ...Array(1900).fill(0), 1] } }],
        },
      },
      "spans more",
    ],
    ["no name", { name: "", gauge: { dataPoints: [{ ...at, asInt: 1 }] } }, "no metric name"],
    [
      "a huge label",
      {
        gauge: {
          dataPoints: [{ ...at, asInt: 1, attributes: [{ key: "a", value: { stringValue: "x".repeat(1e6) } }] }],
        },
      },
      "longer than",
    ],
    [
      "10,000 attributes",
      {
        gauge: {
          dataPoints: [
            {
              ...at,
              asInt: 1,
              attributes: Array.from({ length: 10_000 }, (_, i) => ({ key: `k${i}`, value: { intValue: 1 } })),
            },
          ],
        },
      },
      "more than 64",
    ],
  ])("refuse a point with %s and keep its neighbour", (_what, metric, why) => {
    const good = { name: "good", gauge: { dataPoints: [{ ...at, asInt: 1 }] } };
    const { lines, counts } = metrics({ name: "bad", ...metric }, good);
    expect(lines).toEqual([`good{${BASE}} 1`]);
    expect(counts).toMatchObject({ points: 2, refused: 1, reasons: [expect.stringContaining(why)] });
  });
});

describe("OTLP in protobuf", () => {
  const any = (text: string) => field(1, text);
  const attribute = (number: number, key: string, text: string) =>
    field(number, Buffer.concat([field(1, key), field(2, any(text))]));
  const message = (number: number, ...parts: Buffer[]) => field(number, Buffer.concat(parts));

  it("says the same as the JSON", () => {
    const point = message(1, attribute(7, "a", "b"), fixed64Field(3, NANOS), fixed64Field(6, BigInt.asUintN(64, -5n)));
    const metric = message(2, field(1, "n"), field(3, "By"), message(7, point, field(2, 2), field(3, 1)));
    const body = message(
      1,
      message(1, attribute(1, "service.name", "shop")),
      message(2, message(1, field(1, "lib")), metric),
    );
    const { lines, identities } = recorded(readProtobuf(body, METRICS_REQUEST));
    expect(lines).toEqual([`n{${BASE},a=b} -5`]);
    expect(identities[0]).toMatchObject({ unit: "bytes", kind: "counter" });
  });

  it("reads packed and loose lists alike", () => {
    const packed = Buffer.alloc(16);
    packed.writeBigUInt64LE(1n);
    packed.writeBigUInt64LE(2n, 8);
    const histogram = (counts: Buffer) =>
      message(
        1,
        message(
          2,
          message(
            2,
            field(1, "h"),
            message(9, message(1, fixed64Field(3, NANOS), counts, doubleField(7, 1)), field(2, 2)),
          ),
        ),
      );
    const loose = Buffer.concat([fixed64Field(6, 1n), fixed64Field(6, 2n)]);
    expect(recorded(readProtobuf(histogram(loose), METRICS_REQUEST)).lines).toEqual(
      recorded(readProtobuf(histogram(field(6, packed)), METRICS_REQUEST)).lines,
    );
  });

  it("reads a log record with all it holds", () => {
    const traceId = Buffer.alloc(16, 7);
    const record = message(
      2,
      fixed64Field(1, NANOS),
      field(2, 17),
      message(5, field(1, "결제 실패")),
      attribute(6, "user", "kim"),
      field(9, traceId),
      field(10, Buffer.alloc(8)),
    );
    const body = message(1, message(1, attribute(1, "service.name", "shop")), message(2, record));
    expect(readLogRecords(readProtobuf(body, LOGS_REQUEST))).toMatchObject([
      {
        nanos: NANOS,
        severity: 17,
        body: "결제 실패",
        attributes: [["user", "kim"]],
        resource: { service: "shop" },
        traceId,
        spanId: null,
      },
    ]);
  });

  it("refuses what nests too deep or holds too much", () => {
    let value: Buffer = field(1, "deep");
    for (let depth = 0; depth < 10_000; depth++) value = field(5, field(1, value));
    const deep = message(1, message(2, message(2, message(5, value))));
    expect(() => readProtobuf(deep, LOGS_REQUEST)).toThrow(expect.objectContaining({ code: "invalid" }));
    const many = Buffer.alloc(2_000_000);
    for (let index = 0; index < many.length; index += 2) many[index] = 0x0a;
    expect(() => readProtobuf(many, LOGS_REQUEST)).toThrow(expect.objectContaining({ code: "invalid" }));
  });
});

describe("OTLP in JSON", () => {
  it.each([
    [
      "a number where text is meant",
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityText: 5 }] }] }] },
      "severityText must be text",
    ],
    ["text where an array is meant", { resourceLogs: "x" }, "resourceLogs must be an array"],
    [
      "a time that is no number",
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: "soon" }] }] }] },
      "timeUnixNano must be a whole number",
    ],
    [
      "a time below zero",
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: "-1" }] }] }] },
      "timeUnixNano must be a whole number",
    ],
    ["a list for an object", { resourceLogs: [[]] }, "resourceLogs[0] must be an object"],
  ])("is refused by naming the field: %s", (_what, body, why) => {
    expect(() => readOtlpJson(json(body), LOGS_REQUEST)).toThrow(
      expect.objectContaining({ code: "invalid", details: { why: expect.stringContaining(why) } }),
    );
  });

  it("passes over unknown fields, nulls and inherited names", () => {
    const body = Buffer.from('{"__proto__":{"resourceLogs":[1]},"constructor":1,"later":true,"resourceLogs":null}');
    expect(readLogRecords(readOtlpJson(body, LOGS_REQUEST))).toEqual([]);
  });

  it("refuses depth without falling over", () => {
    expect(() => readOtlpJson(Buffer.from("[".repeat(100_000)), LOGS_REQUEST)).toThrow(
      expect.objectContaining({ code: "invalid" }),
    );
    const value = `${'{"arrayValue":{"values":['.repeat(5_000)}${"]}}".repeat(5_000)}`;
    const deep = Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${value}}]}]}]}`);
    expect(() => readOtlpJson(deep, LOGS_REQUEST)).toThrow(expect.objectContaining({ code: "invalid" }));
  });
});

describe("whatever comes", () => {
  function onlyRefusals(work: () => unknown) {
    try {
      work();
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  it("protobuf readers throw nothing but refusals", () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, (body) => {
        onlyRefusals(() => recorded(readProtobuf(body, METRICS_REQUEST)));
        onlyRefusals(() => readLogRecords(readProtobuf(body, LOGS_REQUEST)));
      }),
      { numRuns: 10_000 },
    );
  });

  it("JSON readers throw nothing but refusals, also for shapes that are nearly right", () => {
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("NaN", "1", "-1", 1e308, -0, "\u0000", "\ud800"),
    );
    const names = [
      "resourceMetrics",
      "scopeMetrics",
      "metrics",
      "gauge",
      "sum",
      "histogram",
      "exponentialHistogram",
      "dataPoints",
    ];
    const points = [
      "timeUnixNano",
      "asDouble",
      "asInt",
      "attributes",
      "bucketCounts",
      "explicitBounds",
      "scale",
      "positive",
      "count",
    ];
    const near = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 7 }, leaf, fc.array(tie("node"), { maxLength: 2 }), tie("object")),
      object: fc.dictionary(fc.constantFrom(...names, ...points), tie("node"), { maxKeys: 3 }),
    }));
    const wrapped = near.node.map((dataPoints) => ({
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: "n", histogram: { aggregationTemporality: 2, dataPoints } }] }] },
      ],
    }));
    fc.assert(
      fc.property(fc.oneof(near.object, wrapped), (body) => {
        onlyRefusals(() => recorded(readOtlpJson(json(body), METRICS_REQUEST)));
      }),
      { numRuns: 10_000 },
    );
  });
});
