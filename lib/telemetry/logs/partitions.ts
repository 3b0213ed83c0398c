import type pg from "pg";

const DAY_MS = 86_400_000;
// Any number known to every process: one at a time makes or drops a day.
const PARTITION_LOCK = 7_210_211_906;

/** Makes the partition of the day (UTC) that holds `ms`, if it is not there. */
export async function ensureLogDay(pool: pg.Pool, ms: number): Promise<void> {
  const from = Math.floor(ms / DAY_MS) * DAY_MS;
  const name = `store.log_record_${dayText(from).replaceAll("-", "")}`;
  const { rows } = await pool.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [name]);
  if (rows[0]?.there) return;
  // One message of several statements is one transaction. The wall stands on the partition itself too, for who names it directly.
  await pool.query(`SELECT pg_advisory_xact_lock(${PARTITION_LOCK});
    CREATE TABLE IF NOT EXISTS ${name} PARTITION OF store.log_record
      FOR VALUES FROM ('${dayText(from)} 00:00:00+00') TO ('${dayText(from + DAY_MS)} 00:00:00+00');
    ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
}

/** Drops the days that ended before `ms`. Answers their names, oldest first. */
export async function dropLogDays(pool: pg.Pool, ms: number): Promise<string[]> {
  const first = `log_record_${dayText(ms).replaceAll("-", "")}`;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'store.log_record'::regclass AND c.relname ~ '^log_record_[0-9]{8}$' AND c.relname < $1 ORDER BY 1`,
    [first],
  );
  for (const { name } of rows) {
    await pool.query(`SELECT pg_advisory_xact_lock(${PARTITION_LOCK}); DROP TABLE IF EXISTS store.${name}`);
  }
  return rows.map(({ name }) => name);
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
