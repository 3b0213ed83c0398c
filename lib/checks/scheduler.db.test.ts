import { beforeEach, describe, expect, it } from "vitest";
import { checkNow } from "@/lib/checks/check-now";
import { createCheck } from "@/lib/checks/create-check";
import { pauseCheck } from "@/lib/checks/pause-check";
import { createScheduler, type SchedulerDeps } from "@/lib/checks/scheduler";
import { heldClock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import { createAddressJudge } from "@/lib/platform/egress";
import { groundSlot } from "@/lib/platform/ground";
import type { Log } from "@/lib/platform/log";
import type { AssignedCheck } from "@/lib/probes/check-input";
import { createStore, type Store } from "@/lib/telemetry/store/store";
import { TEST_NOW, type TestDatabase, testDatabase } from "@/lib/testing/database";

const limits = {
  lateHours: 24,
  headBytes: 1e9,
  seriesPerOrganization: 10_000,
  retentionDays: { raw: 14, minute: 90, hour: 730, day: 3650 },
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
  return async () => {
    for (const close of opened.splice(0).reverse()) await close();
    // Organizations outlive their test in this database; their checks must not be asked by the next one.
    await database.owner.query("DELETE FROM check_definition");
    expect(warnings.splice(0)).toEqual([]);
  };
});

function scheduler(change: Partial<SchedulerDeps> = {}) {
  const judge = createAddressJudge("");
  const made = createScheduler({ database: database.db, store, clock, log, secret: database.secret, judge, ...change });
  opened.push(() => made.stop());
  return made;
}

/** A run that answers at once and remembers what it was asked. */
function answering(ok = true) {
  const asked: string[] = [];
  const run = (check: AssignedCheck) => {
    asked.push(check.labels["check"] ?? "");
    const failed = ok ? {} : { reason: "status" as const, detail: "500" };
    return Promise.resolve({ ok, durationMs: 12.3, samples: [], ...failed });
  };
  return { asked, run };
}

async function makeCheck(name: string, url = "http://198.51.100.7/") {
  const usual = { intervalSeconds: 30, timeoutMs: 1_000, failuresToDown: 1, successesToUp: 1 };
  return createCheck(ctx, { kind: "http", name, config: { url, headers: { authorization: "secret" } }, ...usual });
}

async function latest(metric: string): Promise<Record<string, number>> {
  const infos = await store.select(database.org, [{ label: "__name__", op: "=", value: metric }], 100);
  const values = await store.latest(
    database.org,
    infos.map(({ id }) => id),
  );
  return Object.fromEntries(
    values.map(({ id, value }) => [infos.find((one) => one.id === id)?.labels["check"], value]),
  );
}

async function lastResult(): Promise<unknown> {
  const { rows } = await database.owner.query("SELECT last_result FROM check_definition WHERE organization_id = $1", [
    database.org,
  ]);
  return rows[0]?.last_result;
}

describe("a check without a collector", () => {
  it("is asked once in each interval, and what it said is stored", async () => {
    const { asked, run } = answering();
    const running = scheduler({ run });
    await makeCheck("api");
    await running.refresh();
    for (let second = 0; second < 90; second++) {
      clock.forward(1_000);
      running.tick();
      await running.settled();
    }
    expect(asked).toHaveLength(3);
    expect(await latest("check_up")).toEqual({ api: 1 });
    expect(await latest("check_duration_seconds")).toEqual({ api: 0.0123 });
    expect(await lastResult()).toMatchObject({ up: true, reason: null });
  });

  it("that was just made, changed or asked for is asked at once", async () => {
    const { asked, run } = answering();
    const running = scheduler({ run });
    await makeCheck("first");
    await running.refresh();
    await makeCheck("second");
    await running.refresh();
    running.tick();
    await running.settled();
    expect(asked).toEqual(["second"]);
    await checkNow({ ...ctx, now: clock.now() }, { check: "first" });
    await running.refresh();
    running.tick();
    await running.settled();
    expect(asked).toEqual(["second", "first"]);
  });

  it("says why it failed, once", async () => {
    const { run } = answering(false);
    const running = scheduler({ run });
    await makeCheck("api");
    await running.refresh();
    clock.forward(30_000);
    running.tick();
    await running.settled();
    const first = await lastResult();
    expect(first).toMatchObject({ up: false, reason: "status", detail: "500" });
    clock.forward(30_000);
    running.tick();
    await running.settled();
    expect(await lastResult()).toEqual(first);
  });

  it("is not asked while it is paused", async () => {
    const { asked, run } = answering();
    const running = scheduler({ run });
    await makeCheck("api");
    await running.refresh();
    await pauseCheck(ctx, { check: "api" });
    await running.refresh();
    clock.forward(60_000);
    running.tick();
    await running.settled();
    expect(asked).toEqual([]);
  });

  it("never reaches a private address from the console itself", async () => {
    const running = scheduler();
    await makeCheck("inside", "http://127.0.0.1:1/");
    await running.refresh();
    clock.forward(30_000);
    running.tick();
    await running.settled();
    expect(await latest("check_up")).toEqual({ inside: 0 });
    expect(await lastResult()).toMatchObject({ up: false, reason: "address-refused" });
  });
});

describe("schedulers side by side", () => {
  it("of two workers one asks, and the other goes on when the first is gone", async () => {
    const [one, two] = [answering(), answering()];
    const [first, second] = [scheduler({ run: one.run }), scheduler({ run: two.run })];
    await makeCheck("api");
    await first.refresh();
    await second.refresh();
    clock.forward(30_000);
    first.tick();
    second.tick();
    await Promise.all([first.settled(), second.settled()]);
    expect([one.asked.length, two.asked.length]).toEqual([1, 0]);
    await first.stop();
    await second.refresh();
    clock.forward(30_000);
    second.tick();
    await second.settled();
    expect([one.asked.length, two.asked.length]).toEqual([1, 1]);
  });

  it("asks at most so many at once, the longest overdue first", async () => {
    const waiting: (() => void)[] = [];
    const run = () =>
      new Promise<{ ok: boolean; durationMs: number; samples: [] }>((resolve) => {
        waiting.push(() => resolve({ ok: true, durationMs: 1, samples: [] }));
      });
    const running = scheduler({ run, mostAtOnce: 2 });
    for (const name of ["a", "b", "c"]) await makeCheck(name);
    await running.refresh();
    clock.forward(30_000);
    running.tick();
    running.tick();
    expect(waiting).toHaveLength(2);
    for (const end of waiting.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
    running.tick();
    expect(waiting).toHaveLength(1);
    for (const end of waiting.splice(0)) end();
    await running.settled();
  });
});
