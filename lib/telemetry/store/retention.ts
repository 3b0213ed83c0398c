import type pg from "pg";
import type { StoreLimits } from "@/lib/telemetry/store/limits";
import { partitionsBefore } from "@/lib/telemetry/store/partitions";

const DAY_MS = 86_400_000;

export type RetentionOptions = { pool: pg.Pool; limits: Pick<StoreLimits, "retentionDays"> };

/** Lets go of what is older than its resolution is kept. */
export interface Retention {
  /** Drops whole partitions, one transaction each; returns their names. Waits at most two seconds for readers, then tries next time. */
  tick(now: Date): Promise<string[]>;
}

export function createRetention({ pool, limits }: RetentionOptions): Retention {
  const { raw, minute, hour, day } = limits.retentionDays;
  const kept = [
    { table: "chunk", days: raw },
    { table: "rollup_minute", days: minute },
    { table: "rollup_hour", days: hour },
    { table: "rollup_day", days: day },
  ];
  return {
    async tick(now) {
      const dropped: string[] = [];
      for (const { table, days } of kept) {
        for (const name of await partitionsBefore(pool, table, now.getTime() - days * DAY_MS)) {
          await dropPartition(pool, name);
          dropped.push(name);
        }
      }
      await forgetWriters(pool);
      return dropped;
    },
  };
}

async function dropPartition(pool: pg.Pool, name: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = '2s'");
    await client.query(`DROP TABLE IF EXISTS store.${name}`);
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Processes that ended before the oldest unsealed segment was opened have nothing left to follow. */
async function forgetWriters(pool: pg.Pool): Promise<void> {
  await pool.query(
    `DELETE FROM store.writer
      WHERE seen_at < (SELECT coalesce(min(opened_at), clock_timestamp()) FROM store.segment) - interval '1 day'`,
  );
}
