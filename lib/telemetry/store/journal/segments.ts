import type pg from "pg";

export type Segment = { id: number; hour: number; closed: boolean; asked: boolean };

// Any number known to every process: opening and closing segments excludes itself.
const SEGMENT_LOCK = 7_210_211_906;

/** The unsealed segments as this process last saw them; the newest open one takes new rows. */
export class Segments {
  list: Segment[] = [];
  /** Epochs that may still append or have rows in an unsealed segment. */
  writers: number[] = [];

  constructor(private readonly pool: pg.Pool) {}

  get current(): number | undefined {
    return this.list.findLast((segment) => !segment.closed)?.id;
  }

  async refresh(): Promise<void> {
    const { rows } = await this.pool.query<{ segments: Segment[] | null; writers: number[] | null }>(
      `SELECT (SELECT json_agg(json_build_object('id', id, 'hour', hour, 'closed', closed_at IS NOT NULL, 'asked', asked) ORDER BY id)
                 FROM store.segment) AS segments,
              (SELECT json_agg(epoch ORDER BY epoch) FROM store.writer
                WHERE seen_at > (SELECT coalesce(min(opened_at), now()) FROM store.segment) - interval '2 hours') AS writers`,
    );
    this.list = rows[0]?.segments ?? [];
    this.writers = rows[0]?.writers ?? [];
  }
}

/** Opens a segment, its row and its journal partition in one transaction, unless one newer than `after` is open already. */
export async function openSegment(pool: pg.Pool, hour: number, after = 0): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [SEGMENT_LOCK]);
    const { rows } = await client.query("SELECT FROM store.segment WHERE closed_at IS NULL AND id > $1", [after]);
    if (rows.length === 0) {
      const made = await client.query<{ id: string }>("INSERT INTO store.segment (hour) VALUES ($1) RETURNING id", [
        hour,
      ]);
      const id = Number(made.rows[0]?.id);
      await client.query(
        `CREATE TABLE store.journal_${id} PARTITION OF store.journal FOR VALUES IN (${id});
         ALTER TABLE store.journal_${id} ENABLE ROW LEVEL SECURITY;
         ALTER TABLE store.journal_${id} FORCE ROW LEVEL SECURITY;
         CREATE POLICY system ON store.journal_${id} TO nocturne_system USING (true) WITH CHECK (true)`,
      );
    }
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Closes a segment to all writers, for good: its partition leaves the journal and only the sealer reads it. */
export async function closeSegment(pool: pg.Pool, id: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = '2s'");
    await client.query("SELECT pg_advisory_xact_lock($1)", [SEGMENT_LOCK]);
    const { rowCount } = await client.query(
      "UPDATE store.segment SET closed_at = clock_timestamp() WHERE id = $1 AND closed_at IS NULL",
      [id],
    );
    if (rowCount === 1) await client.query(`ALTER TABLE store.journal DETACH PARTITION store.journal_${id}`);
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
