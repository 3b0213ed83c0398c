import type pg from "pg";
import type { SeriesKind } from "@/lib/telemetry/sample";
import type { Registry } from "@/lib/telemetry/series/registry";

type Row = {
  id: string;
  fingerprint: string;
  name: string;
  labels: Record<string, string>;
  unit: string | null;
  kind: SeriesKind | null;
};

const COLUMNS = "id, encode(fingerprint, 'hex') AS fingerprint, name, labels, unit, kind";
const PAGE = 20_000;
const INSERT_AT_ONCE = 2000;
// From here on another process's new series could carry this one past the limit unseen, so the table itself is counted.
const COUNT_FROM = 0.8;

function adoptRows(registry: Registry, rows: Row[]): void {
  for (const row of rows) registry.adopt({ ...row, id: Number(row.id) });
}

/** Fills the registry with all series of the organization, a page at a time. */
export async function loadSeries(pool: pg.Pool, org: string, registry: Registry): Promise<void> {
  let after = "0";
  for (;;) {
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM store.series WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`,
      [org, after],
    );
    adoptRows(registry, rows);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Fills the registry with series that another process has stored. */
export async function loadSeriesById(pool: pg.Pool, org: string, registry: Registry, ids: number[]): Promise<void> {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM store.series WHERE organization_id = $1 AND id = ANY($2::bigint[])`,
    [org, ids],
  );
  adoptRows(registry, rows);
}

/** Stores the series at those slots, within the organization's limit: those beyond it keep id 0. */
export async function storeSeries(
  pool: pg.Pool,
  org: string,
  registry: Registry,
  slots: number[],
  now: Date,
): Promise<void> {
  const fresh = slots.filter((slot) => registry.idOf(slot) === 0);
  const room = await roomFor(pool, org, registry, fresh.length);
  for (let from = 0; from < fresh.length; from += INSERT_AT_ONCE) {
    const some = fresh.slice(from, from + INSERT_AT_ONCE);
    // One order for all processes: two that store the same series at once must not wait for each other in a circle.
    const series = some.map((slot) => registry.seriesAt(slot));
    series.sort((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1));
    const fingerprints = series.map((one) => Buffer.from(one.fingerprint, "hex"));
    await pool.query(
      `INSERT INTO store.series (organization_id, fingerprint, name, labels, unit, kind, created_at)
       SELECT $1, f, n, l, u, k, $7 FROM unnest($2::bytea[], $3::text[], $4::jsonb[], $5::text[], $6::text[]) WITH ORDINALITY AS s(f, n, l, u, k, nth)
       WHERE nth <= $8 OR EXISTS (SELECT FROM store.series WHERE organization_id = $1 AND fingerprint = f)
       ON CONFLICT (organization_id, fingerprint) DO NOTHING`,
      [
        org,
        fingerprints,
        series.map((one) => one.name),
        series.map((one) => JSON.stringify(one.labels)),
        series.map((one) => one.unit),
        series.map((one) => one.kind),
        now,
        Math.max(0, room - from),
      ],
    );
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM store.series WHERE organization_id = $1 AND fingerprint = ANY($2::bytea[])`,
      [org, fingerprints],
    );
    adoptRows(registry, rows);
  }
}

async function roomFor(pool: pg.Pool, org: string, registry: Registry, wanted: number): Promise<number> {
  if (registry.stored + wanted < registry.limit * COUNT_FROM) return wanted;
  const { rows } = await pool.query<{ count: string }>("SELECT count(*) FROM store.series WHERE organization_id = $1", [
    org,
  ]);
  return registry.limit - Number(rows[0]?.count ?? 0);
}
