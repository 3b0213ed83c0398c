import type pg from "pg";
import { Refusal } from "@/lib/kernel/refusal";

const TIMED_OUT = "57014";

/** Reads logs within 5 s. Throws a `Refusal` (unprocessable) that asks for a narrower search when that is not enough. */
export async function readLogs<T extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  values: unknown[],
): Promise<T[]> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN READ ONLY; SET LOCAL statement_timeout = '5s'");
    const { rows } = await client.query<T>(sql, values);
    await client.query("COMMIT");
    return rows;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    if ((error as { code?: string }).code === TIMED_OUT) throw new Refusal("unprocessable", "refusals.logs.narrow");
    throw error;
  } finally {
    client.release();
  }
}
