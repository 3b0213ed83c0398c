import { beforeEach, describe, expect, it } from "vitest";
import { createCheck } from "@/lib/checks/create-check";
import { createEvaluator, type Evaluator } from "@/lib/checks/evaluate";
import { pauseCheck } from "@/lib/checks/pause-check";
import { createRegion } from "@/lib/fleet/regions/create-region";
import { createService } from "@/lib/fleet/services/create-service";
import { heldClock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import { groundSlot } from "@/lib/platform/ground";
import type { Log } from "@/lib/platform/log";
import { createStore, type Store } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const SECOND = 1_000;
const limits = {
  lateHours: 24,
  headBytes: 1e9,
  seriesPerOrganization: 10_000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
};

const ASKED = {
  service: "gate",
  region: "seoul",
  intervalSeconds: 30,
  timeoutMs: 10_000,
  failuresToDown: 1,
  successesToUp: 1,
};

const warnings: unknown[] = [];
const log = {
  info: () => undefined,
  debug: () => undefined,
  warn: (...said: unknown[]) => warnings.push(said),
  error: (...said: unknown[]) => warnings.push(said),
} as unknown as Log;

let database: TestDatabase;
let ctx: Ctx;
let clock: ReturnType<typeof heldClock>;
let store: Store;
const opened: (() => Promise<void>)[] = [];

beforeEach(async () => {
  database = await testDatabase();
  ctx = database.ctx();
  clock = heldClock(TEST_NOW);
  groundSlot.provide({ database: database.db, clock, secret: database.secret, publicUrl: undefined });
  store = await createStore({ database: database.db, clock, limits, log });
  opened.push(() => store.stop());
  await createRegion(ctx, { name: "Seoul" });
  await createService(ctx, { name: "Gate", description: "", objective: 99.9, targets: {} });
  await createCheck(ctx, {
    kind: "http",
    name: "api",
    config: { url: "https://example.com/" },
    ...ASKED,
  });
  return async () => {
    for (const close of opened.splice(0).reverse()) await close();
    expect(warnings.splice(0)).toEqual([]);
  };
});

function evaluator(): Evaluator {
  const made = createEvaluator({ database: database.db, store, clock, log });
  opened.push(() => made.stop());
  return made;
}

async function answers(atMs: number, up: boolean, seconds = 0.05, check = "api"): Promise<void> {
  const batch = store.begin(database.org, { source: "test" });
  const labels = { check };
  batch.sample(
    batch.series(`up ${check}`, () => ({ name: "check_up", labels })),
    atMs,
    up ? 1 : 0,
  );
  batch.sample(
    batch.series(`duration ${check}`, () => ({ name: "check_duration_seconds", labels })),
    atMs,
    seconds,
  );
  await batch.commit(clock.now());
}

async function states(): Promise<Record<string, string>> {
  const { rows } = await database.owner.query<{ what: string; state: string }>(
    `SELECT 'check' AS what, state FROM check_definition WHERE organization_id = $1
     UNION ALL SELECT 'service', state FROM service WHERE organization_id = $1
     UNION ALL SELECT 'place', state FROM service_region WHERE organization_id = $1
     UNION ALL SELECT 'region', state FROM region WHERE organization_id = $1`,
    [database.org],
  );
  return Object.fromEntries(rows.map(({ what, state }) => [what, state]));
}

async function changes(): Promise<string[]> {
  const { rows } = await database.owner.query<{ change: string }>(
    `SELECT subject_kind || ' ' || to_state || ' +' || extract(epoch FROM at - $2::timestamptz)::int || 's' AS change
     FROM state_change WHERE organization_id = $1 ORDER BY at, subject_kind`,
    [database.org, TEST_NOW],
  );
  return rows.map(({ change }) => change);
}

describe("states from accepted samples", () => {
  it("a failing check turns its service red, dated to the answer, and the change is recorded", async () => {
    const running = evaluator();
    await running.pass();
    await answers(TEST_NOW.getTime() + SECOND, true);
    clock.forward(2 * SECOND);
    await running.pass();
    expect(await states()).toEqual({ check: "healthy", service: "healthy", place: "healthy", region: "healthy" });

    clock.forward(29 * SECOND);
    await answers(TEST_NOW.getTime() + 31 * SECOND, false);
    await running.pass();
    expect(await states()).toEqual({ check: "down", service: "down", place: "down", region: "down" });
    expect((await changes()).slice(-4)).toEqual(
      ["check", "region", "service", "service-region"].map((kind) => `${kind} down +31s`),
    );
    const { rows } = await database.owner.query(
      "SELECT kind, subject_kind, actor_name FROM record WHERE organization_id = $1 ORDER BY seq DESC LIMIT 1",
      [database.org],
    );
    expect(rows).toEqual([{ kind: "checks.state-changed", subject_kind: "check", actor_name: "worker" }]);
  });

  it("a second pass over the same answers writes nothing", async () => {
    const running = evaluator();
    await running.pass();
    await answers(TEST_NOW.getTime(), true);
    await running.pass();
    const before = await changes();
    await running.pass();
    expect(await changes()).toEqual(before);
  });

  it("silence turns them unknown", async () => {
    const running = evaluator();
    await running.pass();
    await answers(TEST_NOW.getTime(), true);
    await running.pass();
    clock.forward(91 * SECOND);
    await running.pass();
    expect(await states()).toEqual({ check: "unknown", service: "unknown", place: "unknown", region: "unknown" });
  });

  it("an edit is followed by the next pass", async () => {
    const running = evaluator();
    await running.pass();
    await answers(TEST_NOW.getTime(), false);
    await running.pass();
    await pauseCheck(ctx, { check: "api" });
    await running.pass();
    expect(await states()).toEqual({ check: "unknown", service: "unknown", place: "unknown", region: "unknown" });
  });

  it("a new check that answers before its definition is read is judged by that answer", async () => {
    const running = evaluator();
    await running.pass();
    const door = await createCheck(ctx, {
      ...ASKED,
      name: "door",
      kind: "tcp",
      config: { host: "example.com", port: 1 },
    });
    await answers(TEST_NOW.getTime() + SECOND, false, 0.05, door.slug);
    clock.forward(2 * SECOND);
    await running.pass();
    expect(await states()).toMatchObject({ place: "down", service: "down" });
  });
});

describe("workers come and go", () => {
  it("a worker that starts judges what came while none ran, dated to when it happened", async () => {
    const first = evaluator();
    await first.pass();
    await answers(TEST_NOW.getTime(), true);
    await first.pass();
    await first.stop();

    for (const [after, up] of [
      [30, true],
      [60, false],
      [90, false],
      [120, true],
    ] as const) {
      await answers(TEST_NOW.getTime() + after * SECOND, up);
    }
    clock.forward(125 * SECOND);
    await evaluator().pass();
    expect((await changes()).filter((change) => change.startsWith("service "))).toEqual([
      "service healthy +0s",
      "service down +60s",
      "service healthy +120s",
    ]);
  });

  it("only one of two workers judges, and the other takes over when the first one is gone", async () => {
    const [one, two] = [evaluator(), evaluator()];
    await one.pass();
    await two.pass();
    await answers(TEST_NOW.getTime(), false);
    await two.pass();
    expect(await changes()).toEqual([]);
    await one.pass();
    expect(await changes()).toHaveLength(4);
    await one.stop();
    await answers(TEST_NOW.getTime() + 30 * SECOND, true);
    clock.forward(30 * SECOND);
    await two.pass();
    expect((await states())["service"]).toBe("healthy");
  });

  it("a worker whose lease was taken while it slept writes nothing", async () => {
    const asleep = evaluator();
    await asleep.pass();
    await database.owner.query("UPDATE lease SET holder = 'another', fence = fence + 1");
    await answers(TEST_NOW.getTime(), false);
    await asleep.pass();
    expect(await changes()).toEqual([]);
  });
});
