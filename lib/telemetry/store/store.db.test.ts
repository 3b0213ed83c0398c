import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { heldClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import type { SeriesIdentity } from "@/lib/telemetry/sample";
import { createStore, type DatabaseStore } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const now = TEST_NOW.getTime();
const limits = {
  lateHours: 24,
  headBytes: 64_000_000,
  seriesPerOrganization: 1000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

let database: TestDatabase;
let stores: DatabaseStore[] = [];

async function open(change: Partial<typeof limits> = {}): Promise<DatabaseStore> {
  const db = openDatabase({ url: database.url, secret: database.secret, name: "store" });
  const store = await createStore({
    database: db,
    clock: heldClock(TEST_NOW),
    limits: { ...limits, ...change },
    log: quiet,
  });
  const { stop } = store;
  store.stop = async () => {
    await stop.call(store);
    await db.close();
  };
  stores.push(store);
  return store;
}

const cpu = (host: string): SeriesIdentity => ({ name: "host_cpu_ratio", labels: { host }, unit: "ratio" });

async function send(store: DatabaseStore, samples: [host: string, ms: number, value: number][]) {
  const batch = store.begin(database.org, { source: "test" });
  for (const [host, ms, value] of samples)
    batch.sample(
      batch.series(host, () => cpu(host)),
      ms,
      value,
    );
  return batch.commit(TEST_NOW);
}

async function read(store: DatabaseStore, host: string): Promise<[number, number][]> {
  const [series] = await store.select(database.org, [{ label: "host", op: "=", value: host }], 10);
  if (!series) return [];
  const [points] = await store.range(database.org, [series.id], { fromMs: now - 7_200_000, toMs: now + 600_000 });
  return [...(points?.ms ?? [])].map((ms, at) => [ms - now, points?.last[at] ?? Number.NaN]);
}

beforeEach(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  for (const store of stores) await store.stop();
  stores = [];
});

describe("the store", () => {
  it("gives back what it accepted, in time order", async () => {
    const store = await open();
    const accepted = await send(store, [
      ["a", now, 3],
      ["a", now - 2000, 1],
      ["b", now, 9],
      ["a", now - 1000, 2],
    ]);
    expect(accepted).toEqual({
      accepted: 4,
      duplicates: 0,
      conflicts: 0,
      tooOld: 0,
      tooNew: 0,
      refusedSeries: 0,
      reasons: [],
    });
    expect(await read(store, "a")).toEqual([
      [-2000, 1],
      [-1000, 2],
      [0, 3],
    ]);
    const [b] = await store.select(database.org, [{ label: "host", op: "=", value: "b" }], 10);
    expect(await store.latest(database.org, [b?.id ?? 0])).toEqual([{ id: b?.id, ms: now, value: 9 }]);
  });

  it("takes a repetition silently and keeps the first of two values, saying so", async () => {
    const store = await open();
    await send(store, [["a", now, 3]]);
    expect(await send(store, [["a", now, 3]])).toMatchObject({ accepted: 0, duplicates: 1, conflicts: 0, reasons: [] });
    const conflicting = await send(store, [["a", now, 4]]);
    expect(conflicting).toMatchObject({ accepted: 0, duplicates: 0, conflicts: 1 });
    expect(conflicting.reasons).toHaveLength(1);
    expect(await read(store, "a")).toEqual([[0, 3]]);
  });

  it("counts what is too old, too new or not a time, and says so", async () => {
    const store = await open();
    const accepted = await send(store, [
      ["a", now - 25 * 3_600_000, 1],
      ["a", now + 601_000, 1],
      ["a", Number.NaN, 1],
      ["a", now - 23 * 3_600_000, 1],
    ]);
    expect(accepted).toMatchObject({ accepted: 1, tooOld: 1, tooNew: 2 });
    expect(accepted.reasons).toHaveLength(2);
  });

  it("refuses series beyond the limit and malformed ones, and stores the rest", async () => {
    const store = await open({ seriesPerOrganization: 2 });
    const accepted = await send(store, [
      ["a", now, 1],
      ["b", now, 1],
      ["c", now, 1],
    ]);
    expect(accepted).toMatchObject({ accepted: 2, refusedSeries: 1 });
    expect(accepted.reasons[0]).toContain("limit of 2 series");
    const batch = store.begin(database.org);
    expect(batch.series("x", () => ({ name: "", labels: {} }))).toBe(-1);
  });

  it("never shows one organization's series to another", async () => {
    const store = await open();
    const other = await database.otherOrg();
    await send(store, [["a", now, 1]]);
    const [mine] = await store.select(database.org, [], 10);
    expect(await store.select(other.org, [], 10)).toEqual([]);
    expect(await store.latest(other.org, [mine?.id ?? 0])).toEqual([]);
    expect(await store.range(other.org, [mine?.id ?? 0], { fromMs: 0, toMs: now + 1 })).toEqual([]);
  });

  it("is whole again after a restart, by replaying its journal", async () => {
    const store = await open();
    await send(store, [
      ["a", now - 1000, 1],
      ["a", now, 2],
    ]);
    const after = await open();
    expect(await read(after, "a")).toEqual([
      [-1000, 1],
      [0, 2],
    ]);
    expect(await send(after, [["a", now, 2]])).toMatchObject({ duplicates: 1 });
  });

  it("shows every process what another has accepted, and tells its listeners", async () => {
    const [one, two] = [await open(), await open()];
    const heard: number[] = [];
    two.onAccepted((org, _ids, ms, values) => {
      if (org === database.org) heard.push(...values, ...ms);
    });
    await send(one, [["a", now, 5]]);
    await two.catchUp();
    expect(await read(two, "a")).toEqual([[0, 5]]);
    expect(heard).toEqual([5, now]);
    expect(await send(two, [["a", now, 5]])).toMatchObject({ duplicates: 1 });
  });

  it("ends with one value in all processes when two have accepted different ones at once", async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([send(one, [["a", now, 7]]), send(two, [["a", now, 5]])]);
    await one.catchUp();
    await two.catchUp();
    expect(await read(one, "a")).toEqual(await read(two, "a"));
    expect(await read(await open(), "a")).toEqual(await read(one, "a"));
  });

  it("lets a derived sample replace the one before", async () => {
    const store = await open();
    for (const count of [1, 2, 5]) {
      const batch = store.begin(database.org, { source: "logs", derived: true });
      batch.sample(
        batch.series("n", () => ({ name: "log_records", labels: { host: "n" } })),
        now,
        count,
      );
      await batch.commit(TEST_NOW);
    }
    expect(await read(store, "n")).toEqual([[0, 5]]);
    expect(await read(await open(), "n")).toEqual([[0, 5]]);
  });

  it("asks the sender to wait, and the worker to seal, when memory is full", async () => {
    const store = await open({ headBytes: 1000 });
    await expect(send(store, [["a", now, 1]])).rejects.toMatchObject({
      code: "too-many",
      details: { retryAfterSeconds: 10 },
    });
  });
});
