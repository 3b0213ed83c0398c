import { randomUUID } from "node:crypto";
import { createEvaluator } from "@/lib/checks/evaluate";
import { createScheduler } from "@/lib/checks/scheduler";
import { createClock } from "@/lib/platform/clock";
import { openDatabase } from "@/lib/platform/db/pools";
import { type Duty, keepDuty } from "@/lib/platform/duty";
import { createAddressJudge } from "@/lib/platform/egress";
import type { Env } from "@/lib/platform/env";
import { groundSlot } from "@/lib/platform/ground";
import type { Log } from "@/lib/platform/log";
import { createMinuteCounter } from "@/lib/telemetry/logs/count-minutes";
import { createLogRetention } from "@/lib/telemetry/logs/log-retention";
import { storeLimits } from "@/lib/telemetry/store/limits";
import { createRetention } from "@/lib/telemetry/store/retention";
import { createSealer } from "@/lib/telemetry/store/sealer";
import { createStore } from "@/lib/telemetry/store/store";

/** Builds the worker: it seals the journal, keeps retention, counts logs, judges states and asks the console's own checks. Any number may run. */
export async function createWorker(settings: Env, log: Log) {
  const { DATABASE_URL: url, NOCTURNE_SECRET: secret } = settings;
  const database = openDatabase({ url, secret, name: "nocturne worker" });
  const pool = database.system;
  const clock = await createClock(pool, { held: settings.NOCTURNE_TEST_CLOCK === "1" });
  groundSlot.provide({ database, clock, secret, publicUrl: settings.PUBLIC_URL });
  const limits = storeLimits(settings);
  const store = await createStore({ database, clock, limits, log });
  const sealer = createSealer({ store });
  const minutes = createMinuteCounter({ pool, store });
  const retention = createRetention({ pool, limits });
  const logRetention = createLogRetention({ pool, days: settings.NOCTURNE_RETENTION_LOG_DAYS });
  const evaluator = createEvaluator({ database, store, clock, log });
  const judge = createAddressJudge(settings.NOCTURNE_EGRESS_ALLOW);
  const scheduler = createScheduler({ database, store, clock, log, secret, judge });
  const duties: Duty[] = [
    { name: "seal", everyMs: 2_000, tick: () => sealer.tick(clock.now()) },
    { name: "count-logs", everyMs: 2_000, tick: () => minutes.tick(clock.now()) },
    { name: "retention", everyMs: 600_000, tick: () => retention.tick(clock.now()) },
    { name: "log-retention", everyMs: 600_000, tick: () => logRetention.tick(clock.now()) },
  ];
  const deps = { system: pool, holder: randomUUID(), log };
  const stops = duties.map((duty) => keepDuty(deps, duty));
  evaluator.start();
  scheduler.start();

  return {
    async stop() {
      await Promise.all([scheduler.stop(), evaluator.stop(), ...stops.map((stop) => stop())]);
      await store.stop();
      clock.stop();
      await database.close();
    },
  };
}
