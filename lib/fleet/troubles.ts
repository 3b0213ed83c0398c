import type { Trouble } from "@/lib/fleet/overview-shape";
import { explainedBy, stateNow } from "@/lib/fleet/row-shapes";
import type { Ctx } from "@/lib/platform/ctx";
import type { Tx } from "@/lib/platform/transaction";

type Row = {
  kind: Trouble["kind"];
  id: string;
  name: string;
  state: string;
  stateSince: Date;
  stateReason: unknown;
  lastResult: unknown;
  affected: number;
  serviceId: string | null;
  serviceSlug: string | null;
  serviceName: string | null;
  regionId: string | null;
  regionSlug: string | null;
  regionName: string | null;
  total: number;
};

/**
 * What is wrong, the worst first and then the latest, at most 50, with how much there is in all. A check whose collector is silent and a
 * host whose collector is silent are not told beside the collector: one cause is one line.
 */
export async function readTroubles(ctx: Ctx, tx: Tx): Promise<{ troubles: Trouble[]; total: number }> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH trouble AS (
      SELECT 'check' AS kind, id, name, state, state_since, state_reason, service_id, region_id, 0 AS affected, last_result
      FROM check_definition
      WHERE organization_id = ${ctx.org}::uuid AND NOT paused AND (state IN ('down', 'degraded') OR state = 'unknown' AND (
        state_reason ->> 'key' = 'check.silent'
        OR coalesce(state_reason ->> 'key', 'check.no-answer-yet') = 'check.no-answer-yet'
          AND state_since < ${ctx.now}::timestamptz - 3 * interval_seconds * interval '1 second'))
      UNION ALL
      SELECT 'collector', collector.id, collector.name, collector.state, collector.state_since, collector.state_reason,
        NULL, coalesce(collector.region_id, host.region_id), (SELECT count(*)::int FROM check_definition AS given
          WHERE given.organization_id = collector.organization_id AND given.collector_id = collector.id AND NOT given.paused), NULL::jsonb
      FROM collector LEFT JOIN host ON host.organization_id = collector.organization_id AND host.id = collector.host_id
      WHERE collector.organization_id = ${ctx.org}::uuid AND collector.revoked_at IS NULL
        AND collector.state = 'unknown' AND collector.state_reason ->> 'key' = 'collector.silent'
      UNION ALL
      SELECT 'host', id, name, state, state_since, state_reason, NULL, region_id, 0, NULL::jsonb
      FROM host
      WHERE organization_id = ${ctx.org}::uuid AND (state IN ('down', 'degraded')
        OR state = 'unknown' AND state_reason ->> 'key' = 'host.silent' AND NOT EXISTS (SELECT 1 FROM collector
          WHERE collector.organization_id = host.organization_id AND collector.host_id = host.id AND revoked_at IS NULL))
    )
    SELECT trouble.kind, trouble.id::text, trouble.name, trouble.state, trouble.state_since AS "stateSince",
      trouble.state_reason AS "stateReason", trouble.last_result AS "lastResult", trouble.affected::int, service.id::text AS "serviceId", service.slug AS "serviceSlug",
      service.name AS "serviceName", region.id::text AS "regionId", region.slug AS "regionSlug", region.name AS "regionName",
      (count(*) OVER ())::int AS total
    FROM trouble
    LEFT JOIN service ON service.organization_id = ${ctx.org}::uuid AND service.id = trouble.service_id
    LEFT JOIN region ON region.organization_id = ${ctx.org}::uuid AND region.id = trouble.region_id
    ORDER BY CASE trouble.state WHEN 'down' THEN 0 WHEN 'degraded' THEN 1 ELSE 2 END, trouble.state_since DESC, trouble.id
    LIMIT 50`;
  return { troubles: rows.map(toTrouble), total: rows[0]?.total ?? 0 };
}

function toTrouble(row: Row): Trouble {
  const { kind, id, name, affected } = row;
  const service = ref(row.serviceId, row.serviceSlug, row.serviceName);
  const region = ref(row.regionId, row.regionSlug, row.regionName);
  const now = stateNow(row);
  const reason = explainedBy(now.reason, row.lastResult);
  return { kind, id, name, ...now, reason, service, region, affectedChecks: affected };
}

function ref(id: string | null, slug: string | null, name: string | null) {
  return id !== null && slug !== null && name !== null ? { id, slug, name } : null;
}
