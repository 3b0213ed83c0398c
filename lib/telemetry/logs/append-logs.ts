import type pg from "pg";
import { groupBy } from "@/lib/kernel/group-by";
import { logIdentities } from "@/lib/telemetry/logs/log-identity";
import type { LogRecord } from "@/lib/telemetry/logs/log-record";
import { ensureLogDay } from "@/lib/telemetry/logs/partitions";
import { LOG_LIMITS, storableAttributes, storableText } from "@/lib/telemetry/logs/storable";

const DAY_MS = 86_400_000;
const FUTURE_MS = 600_000;
// Within this a record without any time, sent again, is the same record.
const UNDATED_MS = 300_000;
const NO_PARTITION = "23514";

/** What became of a request's records, after the commit. */
export type AcceptedLogs = { accepted: number; duplicates: number; tooOld: number; tooNew: number };

export type AppendLogs = (org: string, records: readonly LogRecord[], now: Date) => Promise<AcceptedLogs>;

type Row = { id: Buffer; atMs: number; record: LogRecord };

/**
 * Keeps log records in one statement each request, with the minutes to count again; one that is known already is counted as a duplicate.
 * Rejects with the database's error when nothing of the request was kept, or part of it, which a retry completes.
 */
export function createAppendLogs(pool: pg.Pool, lateHours: number): AppendLogs {
  const days = new Set<number>();

  async function ensureDays(rows: readonly Row[]): Promise<void> {
    for (const day of new Set(rows.map(({ atMs }) => Math.floor(atMs / DAY_MS)))) {
      if (days.has(day)) continue;
      await ensureLogDay(pool, day * DAY_MS);
      if (days.size > 400) days.clear();
      days.add(day);
    }
  }

  async function keep(write: (rows: Row[]) => Promise<number>, rows: Row[]): Promise<number> {
    if (rows.length === 0) return 0;
    await ensureDays(rows);
    try {
      return await write(rows);
    } catch (error) {
      if ((error as { code?: string }).code !== NO_PARTITION) throw error;
      // Retention dropped a day that was known here.
      days.clear();
      await ensureDays(rows);
      return write(rows);
    }
  }

  return async (org, records, now) => {
    const nowMs = now.getTime();
    const ids = logIdentities(records);
    const rows = records.map((record, index) => ({ id: ids[index] as Buffer, atMs: millisOf(record, nowMs), record }));
    // Sorted, so that two requests with the same records wait for each other instead of locking each other out.
    const fit = rows
      .filter(({ atMs }) => atMs >= nowMs - lateHours * 3_600_000 && atMs <= nowMs + FUTURE_MS)
      .sort((one, other) => one.id.compare(other.id));
    const dated = groupBy(fit, ({ record }) => record.nanos !== 0n);
    const accepted =
      (await keep((batch) => insert(pool, org, batch), dated.get(true) ?? [])) +
      (await keep((batch) => insertUndated(pool, org, batch, nowMs), dated.get(false) ?? []));
    const tooOld = rows.filter(({ atMs }) => atMs < nowMs - lateHours * 3_600_000).length;
    return { accepted, duplicates: fit.length - accepted, tooOld, tooNew: rows.length - fit.length - tooOld };
  };
}

function millisOf(record: LogRecord, nowMs: number): number {
  return record.nanos === 0n ? nowMs : Number(record.nanos / 1_000_000n);
}

const INSERT = `
  WITH kept AS (
    INSERT INTO store.log_record (organization_id, id, at, service, host, severity, body, attributes, resource, trace_id, span_id)
    SELECT $1::uuid, r.id, to_timestamp(r.ms / 1000.0), r.service, r.host, r.severity, r.body, r.attributes::jsonb, r.resource::jsonb,
           r.trace_id, r.span_id
    FROM unnest($2::bytea[], $3::float8[], $4::text[], $5::text[], $6::int2[], $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[])
      AS r (id, ms, service, host, severity, body, attributes, resource, trace_id, span_id)
    ON CONFLICT DO NOTHING RETURNING at
  ), recount AS (
    INSERT INTO store.log_recount (organization_id, minute) SELECT DISTINCT $1::uuid, date_trunc('minute', at, 'UTC') FROM kept
  )
  SELECT count(*)::int AS kept FROM kept`;

async function insert(client: pg.Pool | pg.PoolClient, org: string, rows: readonly Row[]): Promise<number> {
  const resources = new Map(
    rows.map(({ record }) => [record.resource, JSON.stringify(storableAttributes(record.resource.attributes))]),
  );
  const result = await client.query<{ kept: number }>(INSERT, [
    org,
    rows.map(({ id }) => id),
    rows.map(({ atMs }) => atMs),
    rows.map(({ record }) => storableText(record.resource.service, LOG_LIMITS.service)),
    rows.map(({ record }) => record.resource.host && storableText(record.resource.host, LOG_LIMITS.service)),
    rows.map(({ record }) => record.severity),
    rows.map(({ record }) => storableText(record.body, LOG_LIMITS.body)),
    rows.map(({ record }) => JSON.stringify(storableAttributes(record.attributes))),
    rows.map(({ record }) => resources.get(record.resource)),
    rows.map(({ record }) => record.traceId),
    rows.map(({ record }) => record.spanId),
  ]);
  return result.rows[0]?.kept ?? 0;
}

// Their time differs with each arrival, so the primary key cannot tell a retry: one such request of an organization after the other.
async function insertUndated(pool: pg.Pool, org: string, rows: readonly Row[], nowMs: number): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('undated logs ' || $1, 0))", [org]);
    const known = await client.query<{ id: Buffer }>(
      "SELECT id FROM store.log_record WHERE organization_id = $1 AND id = ANY($2::bytea[]) AND at > to_timestamp($3::float8 / 1000.0)",
      [org, rows.map(({ id }) => id), nowMs - UNDATED_MS],
    );
    const there = new Set(known.rows.map(({ id }) => id.toString("hex")));
    const fresh = rows.filter(({ id }) => !there.has(id.toString("hex")));
    const kept = fresh.length === 0 ? 0 : await insert(client, org, fresh);
    await client.query("COMMIT");
    return kept;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
