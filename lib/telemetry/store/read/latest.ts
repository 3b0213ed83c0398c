import type pg from "pg";
import type { Latest } from "@/lib/telemetry/sample";
import { readChunk, samplesFor } from "@/lib/telemetry/store/codec/chunk";
import type { Organization } from "@/lib/telemetry/store/organization";

/** The last sample of each known series: from the head, else from its newest chunk. Unknown ids are left out. */
export async function readLatest(pool: pg.Pool, organization: Organization, ids: readonly number[]): Promise<Latest[]> {
  const { registry, head } = organization;
  const found: Latest[] = [];
  const missing: number[] = [];
  for (const id of ids) {
    const slot = registry.slotOf(id);
    if (slot === undefined) continue;
    const ms = head.lastMs[slot] ?? Number.NEGATIVE_INFINITY;
    if (ms > Number.NEGATIVE_INFINITY) found.push({ id, ms, value: head.lastValue[slot] as number });
    else missing.push(id);
  }
  if (missing.length > 0) found.push(...(await readSealed(pool, organization.id, missing)));
  return found;
}

async function readSealed(pool: pg.Pool, org: string, ids: number[]): Promise<Latest[]> {
  const { rows } = await pool.query<{ id: string; payload: Buffer }>(
    `SELECT s.id, c.payload FROM unnest($2::bigint[]) AS s(id)
      CROSS JOIN LATERAL (SELECT payload FROM store.chunk
        WHERE series_id = s.id AND organization_id = $1 ORDER BY hour DESC LIMIT 1) c`,
    [org, ids],
  );
  return rows.map(({ id, payload }) => {
    const samples = samplesFor(256);
    readChunk(payload, samples);
    const last = samples.count - 1;
    return { id: Number(id), ms: samples.ms[last] as number, value: samples.values[last] as number };
  });
}
