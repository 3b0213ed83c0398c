import { beforeAll, describe, expect, it } from "vitest";
import { type AppendLogs, createAppendLogs } from "@/lib/telemetry/logs/append-logs";
import { CountLogs, countLogs } from "@/lib/telemetry/logs/count-logs";
import { createMinuteCounter } from "@/lib/telemetry/logs/count-minutes";
import { type LogRecord, logResource } from "@/lib/telemetry/logs/log-record";
import { createLogRetention } from "@/lib/telemetry/logs/log-retention";
import { SearchLogs, searchLogs } from "@/lib/telemetry/logs/search";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const nowMs = TEST_NOW.getTime();
const shop = logResource([
  ["service.name", "shop"],
  ["host.name", "seoul-1"],
]);

function line(body: string, change: Partial<Omit<LogRecord, "nanos">> & { ms?: number } = {}): LogRecord {
  const { ms = nowMs - 60_000, ...rest } = change;
  return {
    nanos: BigInt(ms) * 1_000_000n,
    severity: 9,
    body,
    attributes: [],
    resource: shop,
    traceId: null,
    spanId: null,
    ...rest,
  };
}

let test: TestDatabase;
let append: AppendLogs;
beforeAll(async () => {
  test = await testDatabase();
  append = createAppendLogs(test.db.system, 24);
});

async function fresh() {
  const organization = await test.otherOrg();
  const search = (input: Record<string, unknown> = {}) =>
    searchLogs(organization.ctx("viewer"), SearchLogs.parse(input));
  const bodies = async (input: Record<string, unknown> = {}) => (await search(input)).records.map(({ body }) => body);
  return { ...organization, search, bodies };
}

describe("log records", () => {
  it("are kept once however often and in whatever parts they are sent", async () => {
    const { org, bodies } = await fresh();
    const records = Array.from({ length: 7 }, (_, index) => line(`line ${index % 6}`));
    expect(await append(org, records, TEST_NOW)).toEqual({ accepted: 7, duplicates: 0, tooOld: 0, tooNew: 0 });
    for (let round = 0; round < 6; round++) {
      const shuffled = [...records].sort((one, other) => (one.body + round < other.body ? 1 : -1));
      expect(await append(org, shuffled, TEST_NOW)).toMatchObject({ accepted: 0, duplicates: 7 });
    }
    expect(await append(org, records.slice(1, 3), TEST_NOW)).toMatchObject({ accepted: 0, duplicates: 2 });
    expect((await bodies()).sort()).toEqual(records.map(({ body }) => body).sort());
  });

  it("are kept once when the same request comes many times at the same moment", async () => {
    const { org, bodies } = await fresh();
    const records = Array.from({ length: 50 }, (_, index) => line(`race ${index}`));
    const undated = [{ ...line("no time at all"), nanos: 0n }];
    const results = await Promise.all(Array.from({ length: 6 }, () => append(org, [...records, ...undated], TEST_NOW)));
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(51);
    expect(await bodies({ limit: 500, to: "now+1m" })).toHaveLength(51);
  });

  it("without any time are the same record only within five minutes", async () => {
    const { org } = await fresh();
    const undated = [{ ...line("tick"), nanos: 0n }];
    const at = (ms: number) => append(org, undated, new Date(nowMs + ms));
    expect(await at(0)).toMatchObject({ accepted: 1 });
    expect(await at(299_000)).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await at(301_000)).toMatchObject({ accepted: 1 });
  });

  it("outside the window are refused by count", async () => {
    const { org } = await fresh();
    const records = [line("old", { ms: nowMs - 25 * 3_600_000 }), line("new", { ms: nowMs + 700_000 }), line("fit")];
    expect(await append(org, records, TEST_NOW)).toEqual({ accepted: 1, duplicates: 0, tooOld: 1, tooNew: 1 });
  });

  it("hold what PostgreSQL cannot, made storable, and cut what is huge with a mark", async () => {
    const { org, search } = await fresh();
    const attributes: [string, string][] = [
      ["bad\u0000key", "half \ud800 pair"],
      ["__proto__", "kept"],
      ...Array.from({ length: 100 }, (_, index): [string, string] => [`a${index}`, "x".repeat(5_000)]),
    ];
    await append(org, [line(`NUL \u0000 and \udfff half${"가".repeat(1_000_000)}`, { attributes })], TEST_NOW);
    const [found] = (await search()).records;
    expect(found?.body).toHaveLength(16_384 + "… [cut: 1000018 characters in all]".length);
    expect(found?.body.startsWith("NUL \u2400 and \ufffd half가")).toBe(true);
    expect(found?.attributes).toMatchObject({ "bad\u2400key": "half \ufffd pair", "nocturne.cut": "38" });
    expect(Object.getOwnPropertyDescriptor(found?.attributes, "__proto__")?.value).toBe("kept");
  });
});

describe("the search", () => {
  it("finds Korean and English words in any case, all of them, and leaves out what is unwanted", async () => {
    const { org, bodies } = await fresh();
    await append(
      org,
      [
        line("결제 서비스가 응답하지 않습니다"),
        line("결제가 완료되었습니다"),
        line("Connection refused by 10.0.0.1"),
        line("connection ok 100%_done"),
      ],
      TEST_NOW,
    );
    expect(await bodies({ words: "결제" })).toHaveLength(2);
    expect(await bodies({ words: "서비스 결제" })).toEqual(["결제 서비스가 응답하지 않습니다"]);
    expect(await bodies({ words: "CONNECTION -refused" })).toEqual(["connection ok 100%_done"]);
    expect(await bodies({ words: '"refused by"' })).toEqual(["Connection refused by 10.0.0.1"]);
    expect(await bodies({ words: "0%_d" })).toEqual(["connection ok 100%_done"]);
    expect(await bodies({ words: "_%_" })).toEqual([]);
    expect(await bodies({ words: "' OR 1=1 --" })).toEqual([]);
  });

  it("narrows by time, service, host and the lowest severity", async () => {
    const { org, bodies } = await fresh();
    const other = logResource([["service.name", "mail"]]);
    await append(
      org,
      [
        line("shop info"),
        line("shop error", { severity: 17 }),
        line("mail fatal", { severity: 21, resource: other }),
        line("mail warn yesterday", { severity: 13, resource: other, ms: nowMs - 20 * 3_600_000 }),
      ],
      TEST_NOW,
    );
    expect((await bodies({ severity: "error" })).sort()).toEqual(["mail fatal", "shop error"]);
    expect(await bodies({ service: "mail", from: "now-1d" })).toEqual(["mail fatal", "mail warn yesterday"]);
    expect(await bodies({ service: ["mail", "shop"] })).toHaveLength(3);
    expect((await bodies({ host: "seoul-1" })).sort()).toEqual(["shop error", "shop info"]);
    expect(await bodies({ from: String(nowMs - 50_000), to: String(nowMs) })).toEqual([]);
  });

  it("pages through equal times without losing or repeating a record", async () => {
    const { org, search } = await fresh();
    const records = Array.from({ length: 95 }, (_, index) => line(`n${index}`, { ms: nowMs - 1000 * (index % 7) - 1 }));
    await append(org, records, TEST_NOW);
    const seen: string[] = [];
    let before: string | null | undefined;
    do {
      const page = await search({ limit: "10", ...(before ? { before } : {}) });
      seen.push(...page.records.map(({ body }) => body));
      before = page.next;
    } while (before);
    expect(seen).toHaveLength(95);
    expect(new Set(seen).size).toBe(95);
  });

  it("shows nothing of another organization, and nothing to a stranger", async () => {
    const { org } = await fresh();
    await append(org, [line("secret of the neighbour")], TEST_NOW);
    const { bodies, ctx } = await fresh();
    expect(await bodies({ words: "secret" })).toEqual([]);
    const key = ctx("viewer", { actor: { kind: "key", id: "k", role: "ingest", name: "k" } });
    await expect(searchLogs(key, SearchLogs.parse({}))).rejects.toMatchObject({ code: "forbidden" });
    const { rows } = await test.db.system.query(
      "SELECT has_table_privilege('nocturne_app', 'store.log_record', 'INSERT') AS may",
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it.each([
    [{ from: "yesterday-ish" }, "from"],
    [{ from: "now-40d" }, "from"],
    [{ from: "now/d", zone: "Mars/Olympus" }, "from"],
    [{ before: "nonsense" }, "before"],
  ])("refuses %j by naming the field", async (input, path) => {
    const { search } = await fresh();
    await expect(search(input)).rejects.toMatchObject({ code: "invalid", fields: [expect.objectContaining({ path })] });
  });

  it("can use the index of words, also for the narrow role under row-level security", async () => {
    const client = await test.db.system.connect();
    try {
      await client.query("BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off");
      const { rows } = await client.query("EXPLAIN SELECT id FROM store.log_record WHERE body ILIKE '%응답하지%'");
      expect(JSON.stringify(rows)).toMatch(/Bitmap Index Scan on log_record_\d+_body_idx/);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});

describe("counts", () => {
  it("come per bucket and severity, under the same filter", async () => {
    const { org, ctx } = await fresh();
    const minute = nowMs - 600_000;
    await append(
      org,
      [
        line("a", { ms: minute }),
        line("b", { ms: minute + 59_999 }),
        line("c", { ms: minute + 60_000, severity: 17 }),
        line("d", { ms: minute + 60_000, severity: 0 }),
      ],
      TEST_NOW,
    );
    const counts = await countLogs(ctx("viewer"), CountLogs.parse({ from: "now-1h", buckets: 60 }));
    expect(counts).toMatchObject({
      stepMs: 60_000,
      total: 4,
      buckets: [
        { ms: minute, counts: { info: 2 } },
        { ms: minute + 60_000, counts: { error: 1, unset: 1 } },
      ],
    });
    expect((await countLogs(ctx("viewer"), CountLogs.parse({ severity: "error" }))).total).toBe(1);
  });

  it("per minute are recomputed from what is stored, also for late records, and never twice", async () => {
    const { org } = await fresh();
    const kept = new Map<string, number>();
    const store = {
      begin(batchOrg: string) {
        const names: string[] = [];
        const samples: [number, number, number][] = [];
        return {
          series(_key: string, identity: () => { name: string; labels: Readonly<Record<string, string>> }) {
            const { name, labels } = identity();
            return names.push(`${name} ${labels["service"]} ${labels["severity"]}`) - 1;
          },
          sample: (handle: number, ms: number, value: number) => void samples.push([handle, ms, value]),
          commit: async () => {
            if (batchOrg === org)
              for (const [handle, ms, value] of samples) kept.set(`${names[handle]} ${ms - nowMs}`, value);
            return { accepted: 0, duplicates: 0, conflicts: 0, tooOld: 0, tooNew: 0, refusedSeries: 0, reasons: [] };
          },
        };
      },
    };
    const counter = createMinuteCounter({ pool: test.db.system, store });
    await append(org, [line("a"), line("b"), line("bad", { severity: 17 })], TEST_NOW);
    await counter.tick(TEST_NOW);
    expect(Object.fromEntries(kept)).toEqual({ "log_records shop info -60000": 2, "log_records shop error -60000": 1 });
    await append(org, [line("a"), line("late")], TEST_NOW);
    expect(await counter.tick(TEST_NOW)).toBeGreaterThan(0);
    expect(kept.get("log_records shop info -60000")).toBe(3);
    expect(await counter.tick(TEST_NOW)).toBe(0);
  });
});

describe("retention", () => {
  it("drops whole days that are over and makes the next ones ahead", async () => {
    const { org, bodies } = await fresh();
    const longAgo = new Date(nowMs - 40 * 86_400_000);
    await append(org, [line("forty days old", { ms: longAgo.getTime() })], longAgo);
    await append(org, [line("of today")], TEST_NOW);
    const dropped = await createLogRetention({ pool: test.db.system, days: 30 }).tick(TEST_NOW);
    expect(dropped).toContain("log_record_20260121");
    expect(await bodies({ from: "now-31d" })).toEqual(["of today"]);
    const days = await test.owner.query(
      "SELECT relname FROM pg_class WHERE relname IN ('log_record_20260302', 'log_record_20260303')",
    );
    expect(days.rowCount).toBe(2);
    expect(await append(org, [line("forty days old", { ms: longAgo.getTime() })], longAgo)).toMatchObject({
      accepted: 1,
    });
  });
});
