import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { heldClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import { createSealer } from "@/lib/telemetry/store/sealer";
import { createStore, type DatabaseStore } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";
import { type LossyLink, openLossyLink } from "@/lib/testing/lossy-link";

const now = TEST_NOW.getTime();
const limits = {
  lateHours: 24,
  headBytes: 64_000_000,
  seriesPerOrganization: 1000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

let database: TestDatabase;
let link: LossyLink;
let stores: DatabaseStore[] = [];

async function open(url = database.url): Promise<DatabaseStore> {
  const db = openDatabase({ url, secret: database.secret, name: "store under test" });
  const store = await createStore({ database: db, clock: heldClock(TEST_NOW), limits, log: quiet });
  const { stop } = store;
  store.stop = async () => {
    await stop.call(store);
    await db.close();
  };
  stores.push(store);
  return store;
}

function send(store: DatabaseStore, values: number[]) {
  const batch = store.begin(database.org, { source: "test" });
  const handle = batch.series("a", () => ({ name: "x", labels: {} }));
  for (const value of values) batch.sample(handle, now - 1_000_000 + value, value);
  return batch.commit(TEST_NOW);
}

async function read(store: DatabaseStore): Promise<number[]> {
  const [series] = await store.select(database.org, [], 10);
  if (!series) return [];
  const [points] = await store.range(database.org, [series.id], { fromMs: 0, toMs: now, resolution: "raw" });
  return [...(points?.last ?? [])];
}

async function journalled(): Promise<number> {
  const { rows } = await database.owner.query<{ id: string }>("SELECT id FROM store.segment");
  let samples = 0;
  for (const { id } of rows) {
    const counted = await database.owner.query<{ samples: string | null }>(
      `SELECT sum(samples) AS samples FROM store.journal_${id} WHERE organization_id = $1`,
      [database.org],
    );
    samples += Number(counted.rows[0]?.samples ?? 0);
  }
  return samples;
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached()));
}

beforeEach(async () => {
  database = await testDatabase();
  link = await openLossyLink(database.url);
});
afterEach(async () => {
  link.cut();
  for (const store of stores) await store.stop();
  stores = [];
  await link.close();
});

describe("the journal", () => {
  it("acknowledges once, and stores once, a commit whose answer was lost on the way", async () => {
    const store = await open(link.url);
    await send(store, [1]);
    link.loseAnswers();
    const sent = send(store, [2, 3]);
    await until(async () => (await journalled()) === 3);
    link.cut();
    expect(await sent).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(await journalled()).toBe(3);
    expect(await read(await open())).toEqual([1, 2, 3]);
  });

  it("acknowledges only what it could write after the connection broke before the commit", async () => {
    const store = await open(link.url);
    await send(store, [1]);
    const blocker = await database.owner.connect();
    await blocker.query("BEGIN; LOCK TABLE store.journal IN SHARE MODE");
    const sent = send(store, [2]);
    await until(async () => {
      const { rows } = await database.owner.query("SELECT FROM pg_locks WHERE NOT granted");
      return rows.length > 0;
    });
    link.cut();
    await database.owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'store under test' AND wait_event_type = 'Lock'",
    );
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(await sent).toMatchObject({ accepted: 1 });
    expect(await journalled()).toBe(2);
    expect(await read(await open())).toEqual([1, 2]);
  });

  it("refuses as unavailable, and forgets, what it could not write; the sender's retry is stored once", async () => {
    const store = await open(link.url);
    await send(store, [1]);
    link.down();
    await expect(send(store, [2])).rejects.toMatchObject({ code: "unavailable", details: { retryAfterSeconds: 5 } });
    link.cut();
    expect(await send(store, [2])).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await read(store)).toEqual([1, 2]);
    expect(await journalled()).toBe(2);
  });

  it("reads back a commit that it had to give up in doubt, so that the retry is a repetition", async () => {
    const store = await open(link.url);
    await send(store, [1]);
    link.loseAnswers();
    await expect(send(store, [2])).rejects.toMatchObject({ code: "unavailable" });
    link.cut();
    expect(await journalled()).toBe(2);
    await store.catchUp();
    expect(await send(store, [2, 3])).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await journalled()).toBe(3);
    expect(await read(store)).toEqual([1, 2, 3]);
    expect(await read(await open())).toEqual([1, 2, 3]);
  });

  it("loses nothing acknowledged and doubles nothing while connections are cut and segments rotate under load", async () => {
    const store = await open(link.url);
    const sealing = await open();
    const sealer = createSealer({ store: sealing });
    const acknowledged = new Set<number>();
    let value = 0;
    let cuts = 0;
    const sending = Array.from({ length: 4 }, async () => {
      while (cuts < 8) {
        const mine = [++value, ++value, ++value];
        try {
          await send(store, mine);
        } catch {
          await expect(send(store, mine)).resolves.toBeDefined();
        }
        for (const one of mine) acknowledged.add(one);
      }
    });
    for (; cuts < 8; cuts++) {
      const before = acknowledged.size;
      await until(async () => {
        await sealing.catchUp();
        return acknowledged.size > before + 30;
      });
      if (cuts % 2 === 0) link.cut();
      else await sealer.sealAll(TEST_NOW);
    }
    await Promise.all(sending);
    await sealer.sealAll(TEST_NOW);
    const stored = await readAll(await open());
    expect(stored).toEqual([...new Set(stored)]);
    expect(stored.filter((one) => acknowledged.has(one))).toEqual([...acknowledged].sort((one, other) => one - other));
  });
});

async function readAll(store: DatabaseStore): Promise<number[]> {
  const [series] = await store.select(database.org, [], 10);
  const values: number[] = [];
  for (let fromMs = now - 1_000_000; fromMs < now; fromMs += 1000) {
    const range = { fromMs, toMs: fromMs + 1000, resolution: "raw" as const };
    const [points] = await store.range(database.org, [series?.id ?? 0], range);
    if (!points?.ms.length) break;
    values.push(...points.last);
  }
  return values;
}
