import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { compressSync } from "snappy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { field } from "@/lib/telemetry/ingest/protobuf/wire-writer";
import { TEST_NOW } from "@/lib/testing/database";
import { type DoorRequest, type IngestDoors, openIngestDoors } from "@/lib/testing/ingest-doors";
import { doubleField, fixed64Field, varint } from "@/lib/testing/protobuf";

const BODIES = 20_000;
const AT_ONCE = 16;
const now = TEST_NOW.getTime();
const nanos = String(BigInt(now) * 1_000_000n);

/** The same bodies in each run: mulberry32. */
function createChance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { below, pick };
}
type Chance = ReturnType<typeof createChance>;

const PROTOBUF = { "content-type": "application/x-protobuf" };
const JSON_TYPE = { "content-type": "application/json" };
const GZIP = { "content-encoding": "gzip" };
const SNAPPY = { "content-encoding": "snappy" };

const message = (number: number, ...parts: Buffer[]) => field(number, Buffer.concat(parts));
const label = (name: string, value: string) => message(1, field(1, name), field(2, value));
const writeRequest = Buffer.concat(
  [0, 1, 2].map((n) =>
    message(1, label("__name__", "up"), label("n", `${n}`), message(2, doubleField(1, n), field(2, now))),
  ),
);
const metricsJson = JSON.stringify({
  resourceMetrics: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "s" } }] },
      scopeMetrics: [
        {
          metrics: [
            { name: "a", gauge: { dataPoints: [{ timeUnixNano: nanos, asDouble: 1 }] } },
            {
              name: "h",
              histogram: {
                aggregationTemporality: 2,
                dataPoints: [{ timeUnixNano: nanos, bucketCounts: ["1", "2"], explicitBounds: [1] }],
              },
            },
          ],
        },
      ],
    },
  ],
});
const logsJson = JSON.stringify({
  resourceLogs: [
    { scopeLogs: [{ logRecords: [{ timeUnixNano: nanos, body: { stringValue: "한 줄" }, severityNumber: 9 }] }] },
  ],
});
const samplesJson = JSON.stringify({ series: [{ name: "a", labels: { b: "c" }, samples: [[now, 1]] }] });
const metricsProtobuf = message(
  1,
  message(2, message(2, field(1, "p"), message(5, message(1, fixed64Field(3, BigInt(nanos)), doubleField(4, 1))))),
);
const logsProtobuf = message(1, message(2, message(2, fixed64Field(1, BigInt(nanos)), message(5, field(1, "line")))));

type Door = { path: string; headers: Record<string, string>; valid: Buffer; wrap: (body: Buffer) => Buffer };
const plain = (body: Buffer) => body;
const DOORS: readonly Door[] = [
  {
    path: "/api/v1/write",
    headers: { ...PROTOBUF, ...SNAPPY },
    valid: writeRequest,
    wrap: (body) => Buffer.from(compressSync(body)),
  },
  {
    path: "/api/v1/write",
    headers: { ...PROTOBUF, ...SNAPPY },
    valid: Buffer.from(compressSync(writeRequest)),
    wrap: plain,
  },
  { path: "/v1/metrics", headers: JSON_TYPE, valid: Buffer.from(metricsJson), wrap: plain },
  { path: "/v1/metrics", headers: PROTOBUF, valid: metricsProtobuf, wrap: plain },
  { path: "/v1/metrics", headers: { ...PROTOBUF, ...GZIP }, valid: gzipSync(metricsProtobuf), wrap: plain },
  { path: "/v1/logs", headers: JSON_TYPE, valid: Buffer.from(logsJson), wrap: plain },
  { path: "/v1/logs", headers: { ...PROTOBUF, ...GZIP }, valid: logsProtobuf, wrap: (body) => gzipSync(body) },
  { path: "/api/v1/samples", headers: JSON_TYPE, valid: Buffer.from(samplesJson), wrap: plain },
];

const TOKENS = [
  "null",
  "NaN",
  "1e999",
  '"\\u0000"',
  '"\\ud800"',
  "[]",
  "{}",
  "-1",
  "9007199254740993",
  '"__proto__"',
  '"x"',
  "true",
];

type Spoil = (valid: Buffer, chance: Chance) => Buffer;
const SPOILS: readonly Spoil[] = [
  (_valid, { below }) => Buffer.from(Array.from({ length: below(300) }, () => below(256))),
  (valid, { below }) => valid.subarray(0, below(valid.length)),
  (valid, { below }) => {
    const copy = Buffer.from(valid);
    for (let flips = below(4); flips >= 0; flips--) copy[below(copy.length)] = below(256);
    return copy;
  },
  (valid, { below }) => {
    const at = below(valid.length);
    return Buffer.concat([valid.subarray(0, at), valid.subarray(below(valid.length))]);
  },
  (valid, { below, pick }) => {
    const at = below(valid.length);
    const huge = pick([
      varint(2 ** 31),
      varint(2 ** 32 - 1),
      Buffer.alloc(10, 0xff),
      Buffer.concat([Buffer.from([0x0a]), varint(2 ** 40)]),
    ]);
    return Buffer.concat([valid.subarray(0, at), huge, valid.subarray(at)]);
  },
  (valid, { pick }) =>
    Buffer.from(
      valid.toString("latin1").replace(/"[^"]*"|\d+/, () => pick(TOKENS)),
      "latin1",
    ),
  (valid, { pick }) =>
    Buffer.from(
      valid.toString("latin1").replace(/:("[^"]*"|\d+|\[|\{)/, () => `:${pick(TOKENS)}`),
      "latin1",
    ),
  (_valid, { below }) => Buffer.from("[".repeat(below(20_000))),
  (_valid, { below }) => Buffer.from(`{"resourceLogs":${'[{"a":'.repeat(below(2_000))}`),
  (valid, { below }) => Buffer.concat(Array.from({ length: below(20) }, () => valid)),
];

const BOMBS: readonly DoorRequest[] = [
  { path: "/v1/logs", headers: { ...JSON_TYPE, ...GZIP }, body: gzipSync(Buffer.alloc(50_000_000, 32)) },
  { path: "/v1/logs", headers: { ...JSON_TYPE, ...GZIP }, body: gzipSync(gzipSync(Buffer.alloc(50_000_000))) },
  {
    path: "/v1/metrics",
    headers: { ...PROTOBUF, ...GZIP },
    body: Buffer.concat(Array(100).fill(gzipSync(Buffer.alloc(200_000)))),
  },
  {
    path: "/api/v1/write",
    headers: { ...PROTOBUF, ...SNAPPY },
    body: Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0xfe]),
  },
  {
    path: "/api/v1/write",
    headers: { ...PROTOBUF, ...SNAPPY },
    body: Buffer.from(compressSync(Buffer.alloc(9_000_000))),
  },
  { path: "/v1/metrics", headers: { ...JSON_TYPE, "content-encoding": "br" }, body: "x" },
  { path: "/v1/metrics", headers: { ...PROTOBUF, "content-encoding": "deflate" }, body: "x" },
  { path: "/v1/logs", headers: { ...PROTOBUF, "content-encoding": "zstd" }, body: "x" },
  { path: "/v1/metrics", headers: PROTOBUF, body: Buffer.alloc(3_000_000, Buffer.from([0x0a, 0x00])) },
];

function spoiled(chance: Chance): DoorRequest {
  if (chance.below(200) === 0) return chance.pick(BOMBS);
  const { path, headers, valid, wrap } = chance.pick(DOORS);
  const body = wrap(chance.pick(SPOILS)(valid, chance));
  // Now and then what one door speaks is sent to another.
  return { path: chance.below(20) === 0 ? chance.pick(DOORS).path : path, headers, body };
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heldBytes(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let doors: IngestDoors;
let neighbour: string;
beforeAll(async () => {
  doors = await openIngestDoors();
  neighbour = await doors.newToken("ingest", await doors.test.otherOrg());
});
afterAll(() => doors.close());

describe(`${BODIES} malformed bodies over the ingest doors together`, () => {
  const wanted = new Set([200, 204, 400, 413, 415, 422]);

  async function run(chance: Chance, count: number, statuses: Map<number, number>): Promise<void> {
    for (let sent = 0; sent < count; sent++) {
      const request = spoiled(chance);
      const { status, text } = await doors.send(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const reasoned = status < 400 || text !== "";
      if (!wanted.has(status) || !reasoned) throw new Error(`${status} "${text}" for ${shown(request)}`);
      if (sent % 100 === 0) await serveNeighbour(sent);
    }
  }

  function shown({ path, body }: DoorRequest): string {
    return `${path}: ${Buffer.from(body ?? "")
      .toString("base64")
      .slice(0, 500)}`;
  }

  let served = 0;
  async function serveNeighbour(n: number): Promise<void> {
    const body = compressSync(
      message(1, label("__name__", "neighbour"), message(2, doubleField(1, 1), field(2, now - n))),
    );
    const answer = await doors.send({
      path: "/api/v1/write",
      headers: { ...PROTOBUF, ...SNAPPY },
      body: Buffer.from(body),
      token: neighbour,
    });
    expect(answer.status).toBe(204);
    served++;
  }

  it("get refusals with reasons, never a fault; the neighbour is served, and memory stays flat", async () => {
    const statuses = new Map<number, number>();
    await run(createChance(1), 500, statuses);
    const before = heldBytes();
    const each = Math.ceil((BODIES - 500) / AT_ONCE);
    await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => run(createChance(lane + 2), each, statuses)));
    const grown = heldBytes() - before;
    expect(doors.failures).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(BODIES);
    expect(statuses.get(400) ?? 0).toBeGreaterThan(BODIES / 2);
    expect(statuses.get(413) ?? 0).toBeGreaterThan(10);
    expect(statuses.get(415) ?? 0).toBeGreaterThan(100);
    expect(served).toBeGreaterThan(100);
    expect(grown).toBeLessThan(40 * 1024 * 1024);
  }, 240_000);

  it("cut off in the middle leave the doors open", async () => {
    const head = `POST /v1/logs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${doors.token}\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"resource`;
    await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        return new Promise<void>((resolve) => {
          const socket = connect(doors.port, "127.0.0.1", () => {
            socket.write(head.slice(0, head.length - (index % 40)), () => socket.destroy());
          });
          socket.once("close", () => resolve());
          socket.once("error", () => undefined);
        });
      }),
    );
    await serveNeighbour(1);
    expect(doors.failures).toEqual([]);
  });
});
