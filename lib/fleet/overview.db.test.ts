import { beforeEach, describe, expect, it } from "vitest";
import { createHost } from "@/lib/fleet/hosts/create-host";
import { listHosts } from "@/lib/fleet/hosts/list-hosts";
import { showHost } from "@/lib/fleet/hosts/show-host";
import { createInstance } from "@/lib/fleet/instances/create-instance";
import { listStateChanges } from "@/lib/fleet/list-state-changes";
import { showOverview } from "@/lib/fleet/overview";
import { createRegion } from "@/lib/fleet/regions/create-region";
import { listRegions } from "@/lib/fleet/regions/list-regions";
import { createService } from "@/lib/fleet/services/create-service";
import { listServices } from "@/lib/fleet/services/list-services";
import { showService } from "@/lib/fleet/services/show-service";
import { showDatabase } from "@/lib/fleet/show-database";
import { heldClock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Log } from "@/lib/platform/log";
import { storeSlot } from "@/lib/telemetry/store/slot";
import { createStore, type Store } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const MINUTE = 60_000;
const limits = {
  lateHours: 24,
  headBytes: 1e9,
  seriesPerOrganization: 10_000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};
const log = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let ctx: Ctx;
let store: Store;

beforeEach(async () => {
  database = await testDatabase();
  ctx = database.ctx("manager");
  store = await createStore({
    database: database.db,
    clock: heldClock(TEST_NOW),
    limits,
    log: log as unknown as Log,
  });
  storeSlot.provide(store);
  return () => store.stop();
});

const ago = (minutes: number) => new Date(TEST_NOW.getTime() - minutes * MINUTE);

/** Puts rows as the worker leaves them: a gate in Seoul whose api check has been down for ten minutes, its collector silent. */
async function arrange(): Promise<void> {
  await createRegion(ctx, { name: "Seoul" });
  await createService(ctx, { name: "Gate", description: "", objective: 99.9, targets: { apiMs: 150 } });
  await createHost(ctx, { name: "web-1", region: "seoul" });
  await createInstance(ctx, { name: "gate-1", service: "gate", host: "web-1" });
  await database.owner.query(
    `WITH place AS (SELECT s.organization_id AS org, s.id AS service, r.id AS region FROM service s JOIN region r USING (organization_id)
       WHERE s.organization_id = $1),
     agent AS (INSERT INTO collector (organization_id, id, name, region_id, token_prefix, token_hash, state, state_since, state_reason, updated_by)
       SELECT org, gen_random_uuid(), 'agent', region, 'nc_x', sha256(org::text::bytea), 'unknown', $2, '{"key":"collector.silent"}', 'x'
       FROM place RETURNING id),
     api AS (INSERT INTO check_definition (organization_id, id, slug, name, kind, config, target, service_id, region_id, state, state_since,
         state_reason, last_result, updated_by)
       SELECT org, gen_random_uuid(), 'api', 'API', 'http', '{"url":"https://example.com/"}', 'api', service, region, 'down', $2,
         '{"key":"check.failed","why":"none","detail":""}', '{"up":false,"reason":"status","detail":"503"}', 'x' FROM place),
     silent AS (INSERT INTO check_definition (organization_id, id, slug, name, kind, config, collector_id, state, state_since, state_reason, updated_by)
       SELECT org, gen_random_uuid(), 'tcp', 'TCP', 'tcp', '{}', agent.id, 'unknown', $2, '{"key":"check.collector-silent"}', 'x'
       FROM place, agent),
     was AS (INSERT INTO state_change (organization_id, id, subject_kind, subject_id, from_state, to_state, at)
       SELECT org, gen_random_uuid(), 'service', service, 'healthy', 'down', $2 FROM place),
     now AS (UPDATE service SET state = 'down', state_since = $2 WHERE organization_id = $1)
     INSERT INTO service_region (organization_id, id, service_id, region_id, state, state_since, state_reason)
     SELECT org, gen_random_uuid(), service, region, 'down', $2, '{"key":"service.checks-down"}' FROM place`,
    [database.org, ago(10)],
  );
}

async function send(name: string, labels: Record<string, string>, value: number, unit?: string): Promise<void> {
  const batch = store.begin(database.org, { source: "test" });
  const key = JSON.stringify([name, labels]);
  batch.sample(
    batch.series(key, () => ({ name, labels, ...(unit ? { unit } : {}) })),
    TEST_NOW.getTime() - 1_000,
    value,
  );
  await batch.commit(TEST_NOW);
}

describe("the overview", () => {
  it("of a new organization says what to do first", async () => {
    const overview = await showOverview(ctx, {});
    expect(overview).toMatchObject({
      worst: "unknown",
      troubles: [],
      services: [],
      firstRun: ["enrol-collector", "create-service", "create-check"],
    });
  });

  it("says what is wrong, where, since when and why, one line for each cause", async () => {
    await arrange();
    const { worst, troubles, troublesTotal } = await showOverview(ctx, {});
    expect(worst).toBe("down");
    expect(troublesTotal).toBe(2);
    expect(troubles).toMatchObject([
      {
        kind: "check",
        name: "API",
        state: "down",
        since: ago(10).toISOString(),
        reason: { key: "check.failed", details: { why: "status", detail: "503" } },
        service: { slug: "gate" },
        region: { slug: "seoul" },
      },
      { kind: "collector", name: "agent", state: "unknown", region: { slug: "seoul" }, affectedChecks: 1 },
    ]);
  });

  it("shows each service with its regions, its uptime and its response time beside its own target", async () => {
    await arrange();
    await send("check_duration_seconds", { check: "api" }, 0.18, "seconds");
    await send("check_duration_seconds", { check: "api", phase: "connect" }, 0.01, "seconds");
    const { services, keyNumbers } = await showOverview(ctx, {});
    expect(services[0]).toMatchObject({
      slug: "gate",
      state: "down",
      regions: [{ state: "down", region: { slug: "seoul" } }],
      checks: { down: 1, healthy: 0 },
      keyNumbers: [{ key: "api", target: 0.15, latest: { value: 0.18 } }],
    });
    expect(services[0]?.uptime24h.ratio).toBeCloseTo(1 - 10 / 1440, 6);
    expect(keyNumbers).toMatchObject([{ key: "api", target: 0.2, unit: "seconds", latest: { value: 0.18 } }]);
    expect(keyNumbers[0]?.seriesIds).toHaveLength(1);
  });

  it("shows nothing of another organization", async () => {
    await arrange();
    await send("check_duration_seconds", { check: "api" }, 0.18, "seconds");
    const stranger = (await database.otherOrg()).ctx("administrator");
    const overview = await showOverview(stranger, {});
    expect([overview.troublesTotal, overview.servicesTotal, overview.checks.total, overview.keyNumbers]).toEqual([
      0,
      0,
      0,
      [],
    ]);
  });

  it("is refused to a key that may only write signals", async () => {
    const actor = { kind: "key" as const, id: ctx.org, role: "ingest" as const, name: "ingest" };
    await expect(showOverview({ ...ctx, actor }, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("lists and pages", () => {
  it("agree with the overview", async () => {
    await arrange();
    const { items } = await listServices(ctx, { limit: 50, state: "down" });
    expect(items).toMatchObject([{ slug: "gate", version: 1 }]);
    const { items: regions } = await listRegions(ctx, { limit: 50 });
    expect(regions).toMatchObject([
      { slug: "seoul", services: [{ slug: "gate", state: "down" }], hosts: 1, collectors: 1, checks: 1 },
    ]);
    const page = await showService(ctx, { service: "gate" });
    expect(page).toMatchObject({
      ownTargets: { apiMs: 150 },
      targets: { apiMs: 150, dbMs: 100 },
      instances: [{ name: "gate-1" }],
    });
    expect(page.spans.map(({ state }) => state)).toEqual(["healthy", "down"]);
    expect(page.changes).toMatchObject([{ from: "healthy", to: "down" }]);
    const { items: changes } = await listStateChanges(ctx, { limit: 50, kind: "service" });
    expect(changes).toMatchObject([{ subjectName: "Gate", to: "down", at: ago(10).toISOString() }]);
  });

  it("a host shows its shares beside their thresholds and the series of its charts", async () => {
    await arrange();
    await send("host_cpu_ratio", { host: "web-1", mode: "busy" }, 0.42, "ratio");
    await send("host_cpu_ratio", { host: "web-1", cpu: "0" }, 0.9, "ratio");
    await send("host_disk_used_ratio", { host: "web-1", mount: "/" }, 0.5, "ratio");
    await send("host_disk_used_ratio", { host: "web-1", mount: "/data" }, 0.7, "ratio");
    await send("check_up", { host: "web-1", check: "api" }, 1);
    const { items } = await listHosts(ctx, { limit: 50, service: "gate" });
    expect(items).toMatchObject([
      {
        name: "web-1",
        services: [{ slug: "gate" }],
        numbers: [
          { key: "cpu", latest: { value: 0.42 }, target: 0.8 },
          { key: "memory", latest: null },
          { key: "disk", latest: { value: 0.7 } },
        ],
      },
    ]);
    const page = await showHost(ctx, { host: "web-1" });
    expect(page.charts.map(({ key, series }) => [key, series.length])).toEqual([
      ["host_cpu_ratio", 2],
      ["host_disk_used_ratio", 2],
    ]);
  });

  it("the database page tells the console's own database by what its narrow role may see", async () => {
    const { own, watched } = await showDatabase(ctx, { limit: 20 });
    expect(own.connections).toBeGreaterThan(0);
    expect(own.connectionLimit).toBeGreaterThan(own.connections);
    expect(own.sizeBytes).toBeGreaterThan(1_000_000);
    expect(own.largestTables.length).toBeGreaterThan(0);
    expect(watched).toEqual([]);
  });
});
