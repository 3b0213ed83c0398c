import type pg from "pg";
import type { SampleStore } from "@/lib/telemetry/ingest/ingest-door";
import { SEVERITIES, SEVERITY_INDEX_SQL } from "@/lib/telemetry/logs/severity";

const MOST_MARKS = 5_000;

type Count = { organization_id: string; ms: number; service: string; severity: number; count: number };

/**
 * Keeps the derived series `log_records{service,severity}`: one sample at the start of each minute, its count recomputed from the records
 * that are stored, never added to. A minute without records has no sample.
 */
export function createMinuteCounter({ pool, store }: { pool: pg.Pool; store: SampleStore }) {
  /** Counts the minutes that changed since they were last counted; answers how many. A crash anywhere leaves them to the next tick. */
  async function tick(now: Date): Promise<number> {
    // Marks of transactions still open are not seen, and so are not deleted either: they stay for the next tick.
    const { rows: marks } = await pool.query<{ seq: string }>(
      "SELECT seq FROM store.log_recount ORDER BY seq LIMIT $1",
      [MOST_MARKS],
    );
    if (marks.length === 0) return 0;
    const seqs = marks.map(({ seq }) => seq);
    const { rows } = await pool.query<Count>(
      `SELECT r.organization_id, extract(epoch FROM m.minute)::float8 * 1000 AS ms, r.service, ${SEVERITY_INDEX_SQL} AS severity,
              count(*)::float8 AS count
       FROM (SELECT DISTINCT organization_id, minute FROM store.log_recount WHERE seq = ANY($1::bigint[])) m
       JOIN store.log_record r ON r.organization_id = m.organization_id AND r.at >= m.minute AND r.at < m.minute + interval '1 minute'
       GROUP BY 1, m.minute, 3, 4 ORDER BY 1`,
      [seqs],
    );
    await keep(rows, now);
    await pool.query("DELETE FROM store.log_recount WHERE seq = ANY($1::bigint[])", [seqs]);
    return new Set(rows.map(({ organization_id, ms }) => `${organization_id} ${ms}`)).size;
  }

  async function keep(counts: readonly Count[], now: Date): Promise<void> {
    for (const org of new Set(counts.map(({ organization_id }) => organization_id))) {
      const batch = store.begin(org, { source: "logs", derived: true });
      for (const { organization_id, ms, service, severity, count } of counts) {
        if (organization_id !== org) continue;
        const level = SEVERITIES[severity] ?? "unset";
        const handle = batch.series(`${level} ${service}`, () => ({
          name: "log_records",
          labels: { service, severity: level },
          unit: "count",
          kind: "delta",
        }));
        batch.sample(handle, ms, count);
      }
      await batch.commit(now);
    }
  }

  return { tick };
}
