import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { heldClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import { SEAL_POINTS } from "@/lib/telemetry/store/seal/seal-segment";
import { createSealer } from "@/lib/telemetry/store/sealer";
import { createStore, type DatabaseStore } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const now = TEST_NOW.getTime();
const MINUTE = 60_000;
const HOUR = 3_600_000;
const limits = {
  lateHours: 24,
  headBytes: 64_000_000,
  seriesPerOrganization: 1000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

let database: TestDatabase;
let stores: DatabaseStore[] = [];

async function open(): Promise<DatabaseStore> {
  const db = openDatabase({ url: database.url, secret: database.secret, name: "store" });
  const store = await createStore({ database: db, clock: heldClock(TEST_NOW), limits, log: quiet });
  const { stop } = store;
  store.stop = async () => {
    await stop.call(store);
    await db.close();
  };
  stores.push(store);
  return store;
}

type Sample = [host: string, ms: number, value: number];

async function send(store: DatabaseStore, samples: Sample[], at = TEST_NOW) {
  const batch = store.begin(database.org, { source: "test" });
  for (const [host, ms, value] of samples) {
    batch.sample(
      batch.series(host, () => ({ name: "x", labels: { host } })),
      ms,
      value,
    );
  }
  return batch.commit(at);
}

async function read(
  store: DatabaseStore,
  host: string,
  request: { fromMs?: number; resolution?: "raw" | "1m" | "1h" | "1d" } = {},
) {
  const [series] = await store.select(database.org, [{ label: "host", op: "=", value: host }], 10);
  const [points] = await store.range(database.org, [series?.id ?? 0], {
    fromMs: now - 26 * HOUR,
    toMs: now + 2 * HOUR,
    resolution: "raw",
    ...request,
  });
  return [...(points?.ms ?? [])].map((ms, at) => ({
    at: (ms - now) / MINUTE,
    last: points?.last[at],
    ...(points?.stepMs
      ? { min: points.min[at], max: points.max[at], mean: points.mean[at], count: points.count[at] }
      : {}),
  }));
}

type Point = Awaited<ReturnType<typeof read>>[number];

// A stored sum has lost the noise of adding decimals.
function rounded(points: Point[]): Point[] {
  return points.map((point) =>
    point.mean === undefined ? point : { ...point, mean: Number(point.mean.toPrecision(9)) },
  );
}

// Two hours and a half at 15 s, of a counter that resets once and a gauge of two decimals, across an hour's seam.
const history: Sample[] = Array.from({ length: 600 }, (_, n) => [
  ["counter", now - 2.5 * HOUR + n * 15_000, n < 300 ? n * 7 : n] as Sample,
  ["gauge", now - 2.5 * HOUR + n * 15_000, Math.round(5000 + 1000 * Math.sin(n)) / 100] as Sample,
]).flat();

async function journalRows(): Promise<number> {
  const { rows } = await database.owner.query(
    "SELECT count(*)::int AS count FROM store.segment WHERE closed_at IS NOT NULL",
  );
  return rows[0].count;
}

async function emptyJournal(): Promise<void> {
  const { rows } = await database.owner.query<{ id: string }>("SELECT id FROM store.segment");
  for (const { id } of rows) await database.owner.query(`DROP TABLE store.journal_${id}`);
  await database.owner.query("DELETE FROM store.segment");
}

beforeEach(async () => {
  database = await testDatabase();
  await emptyJournal();
});
afterEach(async () => {
  for (const store of stores) await store.stop();
  stores = [];
});

describe("sealing", () => {
  it("changes no answer at any resolution, in this process or a new one", async () => {
    const store = await open();
    await send(store, history);
    const resolutions = ["raw", "1m", "1h", "1d"] as const;
    const before = [];
    for (const resolution of resolutions) before.push(await read(store, "gauge", { resolution }));
    expect(before[0]).toHaveLength(600);
    await createSealer({ store }).sealAll(TEST_NOW);
    expect(store.stats().samples).toBe(0);
    for (const other of [store, await open()]) {
      const after = [];
      for (const resolution of resolutions) after.push(await read(other, "gauge", { resolution }));
      expect(after.map(rounded)).toEqual(before.map(rounded));
    }
    expect(await journalRows()).toBe(0);
  });

  it("puts late and out-of-order samples where they belong, in chunks and in every roll-up", async () => {
    const store = await open();
    const sealer = createSealer({ store });
    await send(store, history);
    await sealer.sealAll(TEST_NOW);
    await send(store, [
      ["gauge", now - 2.4 * HOUR + 1, 1000],
      ["gauge", now - 20 * HOUR, -5],
    ]);
    const [rawBefore, hoursBefore, daysBefore] = [
      await read(store, "gauge"),
      await read(store, "gauge", { resolution: "1h" }),
      await read(store, "gauge", { resolution: "1d" }),
    ];
    await sealer.sealAll(TEST_NOW);
    for (const other of [store, await open()]) {
      expect(await read(other, "gauge")).toEqual(rawBefore);
      expect(rounded(await read(other, "gauge", { resolution: "1h" }))).toEqual(rounded(hoursBefore));
      expect(rounded(await read(other, "gauge", { resolution: "1d" }))).toEqual(rounded(daysBefore));
    }
    expect(hoursBefore.find(({ max }) => max === 1000)?.at).toBe(-180);
    expect(hoursBefore[0]).toMatchObject({ at: -20 * 60, min: -5, count: 1 });
    expect(await read(store, "gauge", { resolution: "raw" })).toHaveLength(602);
  });

  it("keeps the first value of a sample that comes again after it was sealed", async () => {
    const store = await open();
    const sealer = createSealer({ store });
    await send(store, [["a", now - HOUR, 1]]);
    await sealer.sealAll(TEST_NOW);
    const after = await open();
    await send(after, [["a", now - HOUR, 2]]);
    expect(await read(after, "a")).toEqual([{ at: -60, last: 1 }]);
    await createSealer({ store: after }).sealAll(TEST_NOW);
    expect(await read(after, "a")).toEqual([{ at: -60, last: 1 }]);
  });

  it("lets a derived sample replace the sealed one", async () => {
    const store = await open();
    for (const count of [3, 4]) {
      const batch = store.begin(database.org, { source: "logs", derived: true });
      batch.sample(
        batch.series("n", () => ({ name: "n", labels: { host: "n" } })),
        now - HOUR,
        count,
      );
      await batch.commit(TEST_NOW);
      expect(await read(store, "n")).toEqual([{ at: -60, last: count }]);
      await createSealer({ store }).sealAll(TEST_NOW);
      expect(await read(store, "n")).toEqual([{ at: -60, last: count }]);
    }
    expect(await read(store, "n", { resolution: "1h" })).toMatchObject([{ last: 4, count: 1 }]);
  });

  it("seals an hour after it is over and carries what belongs to the next one over", async () => {
    const store = await open();
    const sealer = createSealer({ store });
    await send(store, history.slice(0, 960));
    await send(store, [["gauge", now, 77]]);
    expect(await sealer.tick(TEST_NOW)).toEqual({ segments: 0, samples: 0 });
    const later = new Date(now + 60_000 + HOUR);
    await send(store, [["gauge", now + HOUR, 78]], later);
    const before = await read(store, "gauge", { fromMs: now - 3 * HOUR });
    expect(await sealer.tick(later)).toEqual({ segments: 1, samples: 962 });
    expect(store.stats().samples).toBe(1);
    expect(await read(store, "gauge", { fromMs: now - 3 * HOUR })).toEqual(before);
    expect(await read(await open(), "gauge", { fromMs: now - 3 * HOUR })).toEqual(before);
    const { rows } = await database.owner.query("SELECT DISTINCT hour FROM store.chunk WHERE organization_id = $1", [
      database.org,
    ]);
    expect(rows.map(({ hour }) => hour - now / HOUR).sort()).toEqual([-1, -2, -3, 0]);
  });

  it("seals early when a process asks for memory", async () => {
    const store = await open();
    await send(store, history);
    await database.owner.query("UPDATE store.segment SET asked = true");
    expect((await createSealer({ store }).tick(TEST_NOW)).segments).toBe(1);
    expect(store.stats().samples).toBe(0);
    expect(await read(store, "gauge")).toHaveLength(600);
  });

  it.each(SEAL_POINTS)("loses nothing and doubles nothing when it dies at %s", async (point) => {
    const store = await open();
    await send(store, history.slice(0, 960));
    await send(store, [["gauge", now + HOUR + 1000, 78]], new Date(now + HOUR + 2000));
    const whole = await read(store, "gauge", { resolution: "raw", fromMs: now - 3 * HOUR });
    const hours = await read(store, "gauge", { resolution: "1h" });
    const later = new Date(now + HOUR + 60_000);
    let died = false;
    const dying = createSealer({
      store,
      reach(reached) {
        if (reached === point) {
          died = true;
          throw new Error(`died at ${point}`);
        }
      },
    });
    await expect(dying.tick(later)).rejects.toThrow("died");
    expect(died).toBe(true);
    const next = await open();
    await createSealer({ store: next }).tick(later);
    await createSealer({ store: next }).tick(later);
    await store.catchUp();
    for (const other of [store, next, await open()]) {
      expect(await read(other, "gauge", { resolution: "raw", fromMs: now - 3 * HOUR })).toEqual(whole);
      expect((await read(other, "gauge", { resolution: "1h" })).map(({ at, count }) => [at, count])).toEqual(
        hours.map(({ at, count }) => [at, count]),
      );
    }
    expect(await journalRows()).toBe(0);
  });

  it("is done once when two sealers run at the same time", async () => {
    const [one, two] = [await open(), await open()];
    await send(one, history);
    const whole = await read(one, "counter", { resolution: "raw" });
    await Promise.all([createSealer({ store: one }).sealAll(TEST_NOW), createSealer({ store: two }).sealAll(TEST_NOW)]);
    const third = await open();
    await createSealer({ store: third }).sealAll(TEST_NOW);
    expect(await read(third, "counter", { resolution: "raw" })).toEqual(whole);
  });
});
