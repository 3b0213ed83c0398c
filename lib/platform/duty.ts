import type pg from "pg";
import { monotonicMs } from "@/lib/platform/clock";
import { claimLease, type Lease, releaseLease } from "@/lib/platform/lease";
import type { Log } from "@/lib/platform/log";

export type Duty = {
  name: string;
  everyMs: number;
  /** One pass; it may be repeated after a crash at any point. */
  tick(): Promise<unknown>;
};

export type DutyDeps = { system: pg.Pool; holder: string; log: Log };

const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;

/** Runs a duty again and again, one pass at a time, while this process holds its lease. Answers how to stop: after the pass under way, giving the lease up. */
export function keepDuty({ system, holder, log }: DutyDeps, duty: Duty): () => Promise<void> {
  let stopped = false;
  let lease: Lease | undefined;
  let untilMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const claim = async () => {
    const askedMs = monotonicMs();
    lease = await claimLease(system, `duty ${duty.name}`, holder, LEASE_SECONDS);
    untilMs = askedMs + LEASE_SECONDS * 1000;
  };
  // A pass may take longer than the lease: it is renewed beside it.
  const renew = setInterval(() => void claim().catch(() => undefined), RENEW_MS);

  async function pass(): Promise<void> {
    try {
      if (!lease || monotonicMs() > untilMs) await claim();
      if (lease) await duty.tick();
    } catch (error) {
      log.warn({ err: error, duty: duty.name }, "a duty failed; trying again");
    }
    if (!stopped) {
      timer = setTimeout(() => {
        running = pass();
      }, duty.everyMs);
    }
  }

  running = pass();
  return async () => {
    stopped = true;
    clearInterval(renew);
    clearTimeout(timer);
    await running;
    if (lease) await releaseLease(system, lease).catch(() => undefined);
  };
}
