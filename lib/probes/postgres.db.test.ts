import { beforeAll, expect, test } from "vitest";
import type { PostgresInput } from "@/lib/probes/check-input";
import type { ProbeResult } from "@/lib/probes/probe";
import { runProbe } from "@/lib/probes/run-probe";
import { type TestDatabase, testDatabase } from "@/lib/testing/database";

let database: TestDatabase;
let input: PostgresInput;
beforeAll(async () => {
  database = await testDatabase();
  const url = new URL(database.url);
  input = {
    kind: "postgres",
    host: url.hostname,
    port: Number(url.port || 5432),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
});

const valueIn = (result: ProbeResult, name: string) => result.samples.find(({ series }) => series.name === name)?.value;

test("a server tells its connections against the limit, its cache, its size and how fast it answers", async () => {
  const result = await runProbe(input, {});
  expect(result).toMatchObject({ ok: true });
  expect(valueIn(result, "postgres_connections")).toBeGreaterThanOrEqual(1);
  expect(valueIn(result, "postgres_connections_limit")).toBeGreaterThanOrEqual(20);
  expect(valueIn(result, "postgres_cache_hit_ratio")).toBeGreaterThan(0.1);
  expect(valueIn(result, "postgres_database_bytes")).toBeGreaterThan(1_000_000);
  expect(valueIn(result, "postgres_query_seconds")).toBeGreaterThan(0);
  expect(result.samples.every(({ value }) => Number.isFinite(value))).toBe(true);
});

test("a database that is not there and a name that may not in are told apart", async () => {
  expect(await runProbe({ ...input, database: "nowhere" }, {})).toMatchObject({ ok: false, reason: "mismatch" });
  expect(await runProbe({ ...input, user: "stranger", password: "no" }, {})).toMatchObject({
    ok: false,
    reason: "credentials",
  });
});

test("slow statements are what was spent since the last look, and the server's own counters stay", async () => {
  const { rows: installed } = await database.owner.query(
    "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_stat_statements'",
  );
  const { rows: loaded } = await database.owner.query(
    "SELECT current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%' AS yes",
  );
  if (installed.length === 0 || !loaded[0]?.yes) return;
  await database.owner.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
  await runProbe(input, {});
  for (let round = 0; round < 3; round++) await database.owner.query("SELECT pg_sleep(0.3) AS a_slow_one");
  const result = await runProbe(input, {});
  const slow = result.samples.find(
    ({ series }) => series.name === "postgres_statement_calls" && series.labels["statement"]?.includes("a_slow_one"),
  );
  expect(slow?.value).toBe(3);
  const { rows } = await database.owner.query(
    "SELECT sum(calls)::int AS calls FROM pg_stat_statements WHERE query LIKE '%a_slow_one%'",
  );
  expect(rows[0]?.calls).toBeGreaterThanOrEqual(3);
});
