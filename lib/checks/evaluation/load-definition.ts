import type pg from "pg";
import type { Definition } from "@/lib/checks/evaluation/definition";
import { thresholdsOf } from "@/lib/fleet/read-settings";

/** Windows that ended this long ago no longer matter, not even to a worker that catches up. */
const PAST_WINDOWS = "25 hours";

const shown = `state, floor(extract(epoch FROM state_since) * 1000)::float8 AS "sinceMs"`;

// One round trip; each part is walled off by its own organization_id.
const ALL = `SELECT
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, slug, name, service_id AS "serviceId", region_id AS "regionId",
     collector_id AS "collectorId", paused, ${shown}, json_build_object('intervalSeconds', interval_seconds, 'degradedMs', degraded_ms,
     'failuresToDown', failures_to_down, 'successesToUp', successes_to_up) AS rules
     FROM check_definition WHERE organization_id = $1) r) AS checks,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, name, region_id AS "regionId", ${shown}
     FROM host WHERE organization_id = $1) r) AS hosts,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, name, host_id AS "hostId", ${shown},
     floor(extract(epoch FROM last_seen_at) * 1000)::float8 AS "lastSeenMs"
     FROM collector WHERE organization_id = $1 AND revoked_at IS NULL) r) AS collectors,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT service_id AS "serviceId", host_id AS "hostId", region_id AS "regionId"
     FROM instance WHERE organization_id = $1) r) AS instances,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, name, ${shown} FROM service WHERE organization_id = $1) r) AS services,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, name, ${shown} FROM region WHERE organization_id = $1) r) AS regions,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT service_id AS "serviceId", region_id AS "regionId", ${shown}
     FROM service_region WHERE organization_id = $1) r) AS places,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT name, scope, coalesce(region_id, service_id, host_id, check_id) AS "subjectId",
     floor(extract(epoch FROM starts_at) * 1000)::float8 AS "startsMs", floor(extract(epoch FROM ends_at) * 1000)::float8 AS "endsMs"
     FROM maintenance_window WHERE organization_id = $1 AND ends_at > $2::timestamptz - interval '${PAST_WINDOWS}') r) AS windows,
  (SELECT coalesce(json_agg(r), '[]') FROM (SELECT key, value FROM setting WHERE organization_id = $1) r) AS settings,
  (SELECT floor(extract(epoch FROM until) * 1000)::float8 FROM evaluation WHERE organization_id = $1) AS "untilMs"`;

type Row = Omit<Definition, "thresholds"> & { settings: { key: string; value: unknown }[]; untilMs: number | null };

/** The inventory of an organization as its rows are now, and until when its states were judged (null: never). */
export async function loadDefinition(
  system: pg.Pool,
  org: string,
  now: Date,
): Promise<{ definition: Definition; untilMs: number | null }> {
  const { rows } = await system.query<Row>(ALL, [org, now]);
  const row = rows[0];
  if (!row) throw new Error("A query of scalars answered no row");
  const { settings, untilMs, ...parts } = row;
  return { definition: { ...parts, thresholds: thresholdsOf(settings) }, untilMs };
}
