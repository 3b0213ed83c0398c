import type pg from "pg";

export interface WatchedState {
  readonly revoked: boolean;
  /** Changes with anything a collector has to check. */
  readonly checks: string;
}

/** One look, for all collectors that are connected here: which were revoked or are gone, and which have other checks than before. */
export async function lookAtCollectors(
  system: pg.Pool,
  collectors: readonly { org: string; id: string }[],
): Promise<Map<string, WatchedState>> {
  const { rows } = await system.query<{ id: string; revoked: boolean; checks: string | null }>(
    `SELECT collector.id, collector.revoked_at IS NOT NULL AS revoked, given.checks
     FROM unnest($1::uuid[], $2::uuid[]) AS asked (org, id)
     JOIN collector ON collector.organization_id = asked.org AND collector.id = asked.id
     LEFT JOIN LATERAL (
       SELECT md5(string_agg(concat_ws('|', id, version, paused, asked_at), ',' ORDER BY id)) AS checks
       FROM check_definition WHERE organization_id = asked.org AND collector_id = asked.id
     ) AS given ON true`,
    [collectors.map(({ org }) => org), collectors.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, { revoked: row.revoked, checks: row.checks ?? "" }]));
}
