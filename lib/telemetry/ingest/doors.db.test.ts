import { gzipSync } from "node:zlib";
import { compressSync } from "snappy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { field } from "@/lib/telemetry/ingest/protobuf/wire-writer";
import { TEST_NOW } from "@/lib/testing/database";
import { type IngestDoors, openIngestDoors } from "@/lib/testing/ingest-doors";
import { doubleField } from "@/lib/testing/protobuf";

const now = TEST_NOW.getTime();
const WRITE = {
  path: "/api/v1/write",
  headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
};
const JSON_TYPE = { "content-type": "application/json" };

const label = (name: string, value: string) => field(1, Buffer.concat([field(1, name), field(2, value)]));
const sample = (ms: number, value: number) => field(2, Buffer.concat([doubleField(1, value), field(2, ms)]));
const series = (labels: Record<string, string>, ...samples: Buffer[]) =>
  field(1, Buffer.concat([...Object.entries(labels).map(([name, value]) => label(name, value)), ...samples]));
const snappy = (...messages: Buffer[]) => Buffer.from(compressSync(Buffer.concat(messages)));

let doors: IngestDoors;
beforeAll(async () => {
  doors = await openIngestDoors();
});
afterAll(async () => {
  expect(doors.failures).toEqual([]);
  await doors.close();
});

describe("remote write", () => {
  it("answers 204 when all was kept, also when it comes again", async () => {
    const body = snappy(series({ __name__: "up", job: "first" }, sample(now, 1), sample(now - 1000, 0)));
    for (let round = 0; round < 3; round++) expect((await doors.send({ ...WRITE, body })).status).toBe(204);
    expect((await doors.dump()).filter((line) => line.includes("job=first"))).toEqual([
      `up{job=first} ${now - 1000} 0`,
      `up{job=first} ${now} 1`,
    ]);
  });

  it("keeps the good part of a request and says what of the rest it refused, in the reader's language", async () => {
    const body = snappy(
      series(
        { __name__: "up", job: "second" },
        sample(now, 1),
        sample(now - 25 * 3_600_000, 1),
        sample(now + 3_600_000, 1),
      ),
      series({ __name__: "no-name" }, sample(now, 1)),
      series({ __name__: "up", job: "first" }, sample(now, 5)),
    );
    const english = await doors.send({ ...WRITE, body });
    expect(english.status).toBe(400);
    expect(english.text).toMatch(
      /^Accepted 1 of 5\. .*1 older than the 24 h.*1 from the future.*1 with a value other than/,
    );
    expect(english.text).toContain('the metric name "no-name" is not usable');
    const headers = { ...WRITE.headers, "accept-language": "ko-KR,ko;q=0.9" };
    expect((await doors.send({ ...WRITE, headers, body })).text).toMatch(/^5건 중 1건을 받았습니다\./);
    expect((await doors.dump()).filter((line) => line.includes("job=second"))).toEqual([`up{job=second} ${now} 1`]);
  });

  it("says when an organization may have no more series, and goes on taking the ones it has", async () => {
    const small = await openIngestDoors({ seriesPerOrganization: 3 });
    try {
      const many = Array.from({ length: 5 }, (_, index) =>
        series({ __name__: "many", n: String(index) }, sample(now, 1)),
      );
      const answer = await small.send({ ...WRITE, body: snappy(...many) });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("limit of 3 series")]);
      expect(answer.text).toContain("Accepted 3 of 5");
      const known = snappy(series({ __name__: "many", n: "0" }, sample(now + 1, 1)));
      expect((await small.send({ ...WRITE, body: known })).status).toBe(204);
    } finally {
      await small.close();
    }
  });
});

describe("every door", () => {
  const valid = snappy(series({ __name__: "up" }, sample(now, 1)));

  it.each([
    ["no token", { ...WRITE, token: "" }, 401],
    ["an unknown token", { ...WRITE, token: `nk_000000000000_${"a".repeat(43)}` }, 401],
    ["no content type", { path: WRITE.path, headers: { "content-encoding": "snappy" } }, 415],
    ["JSON where protobuf is meant", { ...WRITE, headers: { ...WRITE.headers, ...JSON_TYPE } }, 415],
    [
      "remote write 2.0",
      {
        ...WRITE,
        headers: { ...WRITE.headers, "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request" },
      },
      415,
    ],
    ["remote write without snappy", { ...WRITE, headers: { "content-type": "application/x-protobuf" } }, 415],
    ["gzip in remote write", { ...WRITE, headers: { ...WRITE.headers, "content-encoding": "gzip" } }, 415],
    ["brotli", { path: "/v1/metrics", headers: { ...JSON_TYPE, "content-encoding": "br" } }, 415],
    ["zstd", { path: "/v1/logs", headers: { ...JSON_TYPE, "content-encoding": "zstd" } }, 415],
    ["deflate", { path: "/v1/logs", headers: { ...JSON_TYPE, "content-encoding": "deflate" } }, 415],
    ["gzip in gzip", { path: "/v1/logs", headers: { ...JSON_TYPE, "content-encoding": "gzip, gzip" } }, 415],
    ["XML", { path: "/v1/metrics", headers: { "content-type": "text/xml" } }, 415],
    ["GET", { ...WRITE, method: "GET" }, 405],
    ["PUT", { path: "/api/v1/samples", method: "PUT" }, 405],
    [
      "text for protobuf",
      { path: "/v1/metrics", headers: { "content-type": "application/x-protobuf" }, body: "hello" },
      400,
    ],
    ["text for JSON", { path: "/v1/logs", headers: JSON_TYPE, body: "hello" }, 400],
    ["text for gzip", { path: "/v1/logs", headers: { ...JSON_TYPE, "content-encoding": "gzip" }, body: "hello" }, 400],
    ["an array for an object", { path: "/v1/logs", headers: JSON_TYPE, body: "[]" }, 400],
    ["null", { path: "/api/v1/samples", headers: JSON_TYPE, body: "null" }, 400],
    ["1 MiB and a byte compressed", { ...WRITE, body: Buffer.alloc(1024 * 1024 + 1) }, 413],
    ["4 MiB and a byte plain", { path: "/v1/logs", headers: JSON_TYPE, body: Buffer.alloc(4 * 1024 * 1024 + 1) }, 413],
    [
      "a gzip bomb",
      {
        path: "/v1/logs",
        headers: { ...JSON_TYPE, "content-encoding": "gzip" },
        body: gzipSync(Buffer.alloc(64_000_000)),
      },
      413,
    ],
    [
      "many gzip members",
      {
        path: "/v1/metrics",
        headers: { ...JSON_TYPE, "content-encoding": "gzip" },
        body: Buffer.concat(Array.from({ length: 200 }, () => gzipSync(Buffer.alloc(100_000)))),
      },
      413,
    ],
    ["a snappy block that declares 4 GiB", { ...WRITE, body: Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]) }, 413],
  ])("refuses %s", async (_what, request, status) => {
    const answer = await doors.send({ body: valid, ...request });
    expect([answer.status, answer.text.length > 0]).toEqual([status, true]);
    if (status === 401) expect(answer.headers["www-authenticate"]).toBe("Bearer");
    if (status === 405) expect(answer.headers["allow"]).toBe("POST");
  });

  it("refuses a reader's key and takes an administrator's", async () => {
    const body = valid;
    expect((await doors.send({ ...WRITE, body, token: await doors.newToken("viewer") })).status).toBe(403);
    expect((await doors.send({ ...WRITE, body, token: await doors.newToken("administrator") })).status).toBe(204);
  });

  it("leaves other addresses alone", async () => {
    expect((await doors.send({ path: "/api/v1/logs", method: "GET" })).status).toBe(404);
    expect((await doors.send({ path: "/api/v1/write/more", body: valid })).status).toBe(404);
  });

  it("answers 503 with Retry-After under overload, and takes the same body later", async () => {
    const busy = await openIngestDoors({ limits: { requestsInFlight: 2 } });
    try {
      const body = snappy(series({ __name__: "busy" }, sample(now, 1)));
      const answers = await Promise.all(Array.from({ length: 20 }, () => busy.send({ ...WRITE, body })));
      const refused = answers.filter(({ status }) => status === 503);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.every(({ headers }) => headers["retry-after"] === "2")).toBe(true);
      expect(answers.every(({ status }) => status === 204 || status === 503)).toBe(true);
      expect((await busy.send({ ...WRITE, body })).status).toBe(204);
    } finally {
      await busy.close();
    }
  });

  it("answers 503 while the database is away and keeps nothing twice when it is back", async () => {
    const body = snappy(series({ __name__: "outage" }, sample(now, 1)));
    const cut = () =>
      doors.test.owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doors' AND datname = current_database()",
      );
    const answers = [];
    for (let round = 0; round < 5; round++) {
      const [answer] = await Promise.all([doors.send({ ...WRITE, body }), cut()]);
      answers.push(answer.status);
    }
    expect(answers.every((status) => status === 204 || status === 503)).toBe(true);
    expect((await doors.send({ ...WRITE, body })).status).toBe(204);
    expect((await doors.dump()).filter((line) => line.startsWith("outage"))).toEqual([`outage{} ${now} 1`]);
    doors.failures.length = 0;
  });
});

describe("JSON samples", () => {
  const send = (body: unknown, headers = {}) =>
    doors.send({ path: "/api/v1/samples", headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });

  it("are kept, with their unit", async () => {
    const body = { series: [{ name: "queue_length", labels: { queue: "mail" }, unit: "count", samples: [[now, 3]] }] };
    const answer = await send(body);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { total: 1, accepted: 1 }]);
    const [info] = await doors.store.select(doors.test.org, [{ label: "__name__", op: "=", value: "queue_length" }], 1);
    expect(info).toMatchObject({ unit: "count", labels: { queue: "mail" } });
  });

  it("name each field that is wrong, in the reader's language, and keep nothing", async () => {
    const body = { series: [{ name: "", labels: { a: 1 }, samples: [[now, "3"]], colour: "red" }] };
    const answer = await send(body, { "accept-language": "ko" });
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    const { title, errors } = JSON.parse(answer.text);
    expect(title).toBe("요청에 올바르지 않은 부분이 있습니다.");
    expect(errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      "series.0.colour",
      "series.0.labels.a",
      "series.0.name",
      "series.0.samples.0.1",
    ]);
  });

  it("that cannot all be kept are answered 422 with the counts", async () => {
    const good = {
      name: "queue_length",
      labels: { queue: "other" },
      samples: [
        [now, 3],
        [1, 1],
      ],
    };
    const answer = await send({ series: [good, { name: "bad name", samples: [[now, 1]] }] });
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toMatchObject({
      details: { total: 3, accepted: 1, refused: { tooOld: 1, refused: 1 } },
    });
  });
});

describe("retries", () => {
  it("once, twice or seven times, in any order, over any door, leave the same samples", async () => {
    const states: string[][] = [];
    for (const times of [1, 2, 7]) {
      const own = await openIngestDoors();
      try {
        const bodies = Array.from({ length: 12 }, (_, index) =>
          snappy(
            series(
              { __name__: "retried", n: String(index % 4) },
              sample(now - index * 1000, index),
              sample(now - 500, 7),
            ),
          ),
        );
        const otlp = (index: number) =>
          JSON.stringify({
            resourceMetrics: [
              {
                scopeMetrics: [
                  {
                    metrics: [
                      {
                        name: "delta",
                        sum: {
                          aggregationTemporality: 1,
                          isMonotonic: true,
                          dataPoints: [{ asInt: "5", timeUnixNano: `${now + index}000000` }],
                        },
                      },
                    ],
                  },
                ],
              },
            ],
          });
        const sends = bodies.flatMap((body, index) =>
          Array.from({ length: times }, (_, round) => ({ order: (index * 7 + round * 5) % 11, index, body })),
        );
        sends.sort((one, other) => one.order - other.order);
        await Promise.all(
          sends.flatMap(({ body, index }) => [
            own.send({ ...WRITE, body }),
            own.send({ path: "/v1/metrics", headers: JSON_TYPE, body: otlp(index) }),
          ]),
        );
        states.push(await own.dump());
        expect(own.failures).toEqual([]);
      } finally {
        await own.close();
      }
    }
    expect(states[0]?.length).toBe(12 + 4 + 12);
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });
});
