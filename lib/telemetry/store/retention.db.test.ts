import { beforeEach, describe, expect, it } from "vitest";
import { Partitions } from "@/lib/telemetry/store/partitions";
import { createRetention } from "@/lib/telemetry/store/retention";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const DAY = 86_400_000;
const now = TEST_NOW.getTime();
const limits = { retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 } };

let database: TestDatabase;

async function partitions(): Promise<string[]> {
  const { rows } = await database.owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      WHERE p.relnamespace = 'store'::regnamespace AND p.relname <> 'journal' AND p.relkind = 'p' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

beforeEach(async () => {
  database = await testDatabase();
});

describe("retention", () => {
  it("drops each resolution when all of a partition is older than it is kept, and nothing else", async () => {
    const made = new Partitions(database.db.system);
    await made.ensure([
      now,
      now - 13 * DAY,
      now - 14 * DAY,
      now - 15 * DAY,
      now - 16 * DAY,
      now - 100 * DAY,
      now - 800 * DAY,
    ]);
    const before = await partitions();
    const dropped = await createRetention({ pool: database.db.system, limits }).tick(TEST_NOW);
    expect(dropped).toEqual(expect.arrayContaining(["chunk_2026_02_15", "chunk_2026_02_14", "chunk_2025_11_22"]));
    expect(dropped).toEqual(expect.arrayContaining(["rollup_minute_2025_11", "rollup_hour_2023_12"]));
    const after = await partitions();
    expect(after).toEqual(before.filter((name) => !dropped.includes(name)));
    expect(after).toEqual(expect.arrayContaining(["chunk_2026_02_16", "chunk_2026_02_17", "chunk_2026_03_02"]));
    expect(after).toEqual(expect.arrayContaining(["rollup_hour_2025_11", "rollup_day_2023_12"]));
    expect(await createRetention({ pool: database.db.system, limits }).tick(TEST_NOW)).toEqual([]);
  });

  it("makes partitions once, however many processes want them at the same time", async () => {
    const many = Array.from({ length: 4 }, () => new Partitions(database.db.system));
    await Promise.all(many.map((partitions) => partitions.ensure([now + 40 * DAY])));
    expect((await partitions()).filter((name) => name === "chunk_2026_04_11")).toHaveLength(1);
  });

  it("cuts every partition off from the role that serves requests, but through its parent", async () => {
    await new Partitions(database.db.system).ensure([now]);
    const { rows } = await database.owner.query(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'store'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    expect(rows).toEqual([]);
    const granted = await database.owner.query(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'store'::regnamespace AND c.relispartition
        AND has_table_privilege('nocturne_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')`,
    );
    expect(granted.rows).toEqual([]);
  });
});
