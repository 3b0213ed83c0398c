import { randomUUID } from "node:crypto";
import { OrganizationRuns, type RunCheck } from "@/lib/checks/runs/organization-runs";
import type { WriterDeps } from "@/lib/checks/runs/outcome-writer";
import { monotonicMs } from "@/lib/platform/clock";
import type { AddressJudge } from "@/lib/platform/egress";
import { runProbe } from "@/lib/probes/run-probe";

/** Runs the checks that have no collector. */
export type Scheduler = {
  start(): void;
  /** Takes over leases and edits, for tests; `start` does so each second. */
  refresh(): Promise<void>;
  /** Starts what is due now, for tests; `start` does so ten times a second. */
  tick(): void;
  /** Waits until nothing runs and everything is written. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

export type SchedulerDeps = WriterDeps & {
  secret: string;
  /** Which addresses the console itself may connect to. */
  judge: AddressJudge;
  holder?: string;
  run?: RunCheck;
  mostAtOnce?: number;
};

const REFRESH_EVERY_MS = 1_000;
const TICK_EVERY_MS = 100;
const FLUSH_EVERY_MS = 250;
const MOST_AT_ONCE = 256;

/**
 * A scheduler of the console's own checks: public addresses only, each check at its own place in its interval, at most 256 at once, under
 * a lease per organization, so that two workers never both run one.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const guard = (address: string) => deps.judge(address) === undefined;
  const run: RunCheck = (check, signal) => runProbe(check.input, { signal, guard }, check.timeoutMs);
  const runsDeps = { ...deps, run: deps.run ?? run, holder: deps.holder ?? randomUUID() };
  const organizations = new Map<string, OrganizationRuns>();
  const most = deps.mostAtOnce ?? MOST_AT_ONCE;
  const timers: NodeJS.Timeout[] = [];
  let running = 0;
  let refreshing: Promise<void> | undefined;
  let turn = 0;

  function refresh(): Promise<void> {
    refreshing ??= refreshAll().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function refreshAll(): Promise<void> {
    const prints = await readFingerprints();
    for (const [org, print] of prints) {
      const runs = organizations.get(org) ?? new OrganizationRuns(runsDeps, org);
      organizations.set(org, runs);
      await runs.refresh(print, monotonicMs());
    }
    for (const [org, runs] of organizations) {
      if (prints.has(org)) continue;
      organizations.delete(org);
      await runs.stop();
    }
  }

  // One cheap look at all organizations: any edit moves the sum of versions, the count or the last "check now".
  async function readFingerprints(): Promise<Map<string, string>> {
    const { rows } = await deps.database.system.query<{ org: string; print: string }>(
      `SELECT organization_id AS org, concat_ws(' ', count(*), sum(version), max(updated_at), max(asked_at)) AS print
       FROM check_definition WHERE collector_id IS NULL AND NOT paused GROUP BY organization_id ORDER BY 1`,
    );
    return new Map(rows.map(({ org, print }) => [org, print]));
  }

  function tick(): void {
    const nowMs = deps.clock.millis();
    const now = monotonicMs();
    const all = [...organizations.values()];
    turn++;
    // Each tick another organization comes first, so that one with many slow checks does not keep the others waiting.
    for (let n = 0; n < all.length && running < most; n++) {
      running += all[(n + turn) % all.length]?.start(nowMs, now, most - running, ended) ?? 0;
    }
  }

  function ended(): void {
    running--;
  }

  async function flush(): Promise<void> {
    await Promise.all([...organizations.values()].map((runs) => runs.writer.flush()));
  }

  const report = (error: unknown) => deps.log.warn({ err: error }, "checks could not be scheduled; trying again");
  return {
    start() {
      if (timers.length > 0) return;
      void refresh().catch(report);
      timers.push(
        setInterval(() => void refresh().catch(report), REFRESH_EVERY_MS),
        setInterval(tick, TICK_EVERY_MS),
        setInterval(() => void flush().catch(report), FLUSH_EVERY_MS),
      );
    },
    refresh,
    tick,
    async settled() {
      while (running > 0) await new Promise((resolve) => setImmediate(resolve));
      await flush();
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      await refreshing?.catch(() => undefined);
      await Promise.allSettled([...organizations.values()].map((runs) => runs.stop()));
      organizations.clear();
    },
  };
}
