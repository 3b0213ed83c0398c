import pg from "pg";
import { until } from "@/bench/measure/until";

/** A connection as the database's owner, to look at sizes and to ask for sealing; never part of what is measured. */
export function asOwner(url: string): pg.Pool {
  return new pg.Pool({ connectionString: url, max: 1 });
}

/** Has the worker seal everything that is in the journal now, and waits until it has. */
export async function sealEverything(owner: pg.Pool, seconds = 300): Promise<void> {
  const { rows } = await owner.query<{ id: string }>("SELECT id FROM store.segment ORDER BY id");
  const filled: string[] = [];
  for (const { id } of rows) {
    const { rowCount } = await owner.query(`SELECT FROM store.journal_${Number(id)} LIMIT 1`);
    if (rowCount === 1) filled.push(id);
  }
  await owner.query("UPDATE store.segment SET asked = true WHERE id = ANY($1::bigint[])", [filled]);
  const isSealed = async () => {
    const { rowCount } = await owner.query("SELECT FROM store.segment WHERE id = ANY($1::bigint[])", [filled]);
    return rowCount === 0;
  };
  await until("the journal is sealed", isSealed, { seconds, everyMs: 250 });
}

export type SizesAtRest = { chunkBytes: number; rollupBytes: number; journalBytes: number; seriesBytes: number };

/** What the store's tables take on disk with their indexes and TOAST. */
export async function sizesAtRest(owner: pg.Pool): Promise<SizesAtRest> {
  const size = async (...tables: string[]) => {
    const { rows } = await owner.query<{ bytes: string }>(
      `SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0) AS bytes FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'store' AND c.relkind = 'r'
         AND EXISTS (SELECT 1 FROM unnest($1::text[]) t WHERE c.relname = t OR starts_with(c.relname, t || '_'))`,
      [tables],
    );
    return Number(rows[0]?.bytes);
  };
  return {
    chunkBytes: await size("chunk"),
    rollupBytes: await size("rollup_minute", "rollup_hour", "rollup_day"),
    journalBytes: await size("journal"),
    seriesBytes: await size("series"),
  };
}
