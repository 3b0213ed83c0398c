import type pg from "pg";
import { dropLogDays, ensureLogDay } from "@/lib/telemetry/logs/partitions";

const DAY_MS = 86_400_000;

/** Keeps whole days of logs: makes today's and tomorrow's partition and drops those that ended `days` ago. */
export function createLogRetention({ pool, days }: { pool: pg.Pool; days: number }) {
  /** Answers the names of the partitions that were dropped. */
  async function tick(now: Date): Promise<string[]> {
    await ensureLogDay(pool, now.getTime());
    await ensureLogDay(pool, now.getTime() + DAY_MS);
    return dropLogDays(pool, now.getTime() - days * DAY_MS);
  }
  return { tick };
}
