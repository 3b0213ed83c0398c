import type pg from "pg";
import type { SeriesPoints } from "@/lib/telemetry/sample";
import { Buckets } from "@/lib/telemetry/store/codec/buckets";
import { samplesFor } from "@/lib/telemetry/store/codec/chunk";
import type { Generation } from "@/lib/telemetry/store/head/generation";
import type { Organization } from "@/lib/telemetry/store/organization";
import { gather, type Wanted } from "@/lib/telemetry/store/read/gather";
import { bucketPoints, rawPoints } from "@/lib/telemetry/store/read/points";
import { readRollups } from "@/lib/telemetry/store/read/rollups";
import { CHUNKS, readSealedRows } from "@/lib/telemetry/store/read/sealed-rows";
import { niceStep, type Plan } from "@/lib/telemetry/store/step";

const HOUR_MS = 3_600_000;

/** Points of each known series in [fromMs, toMs), from what is sealed and the head together; unknown ids are left out. */
export async function readRange(
  pool: pg.Pool,
  organization: Organization,
  ids: readonly number[],
  plan: Plan,
): Promise<SeriesPoints[]> {
  const wanted: Wanted[] = [];
  for (const id of ids) {
    const slot = organization.registry.slotOf(id);
    if (slot !== undefined) wanted.push({ id, slot });
  }
  // Taken before the query: what is sealed while it runs is still in these generations, so nothing falls between the two.
  const generations = [...organization.head.generations];
  if (plan.resolution !== "raw") return readRollups({ pool, org: organization.id, wanted, generations, plan });
  return readRaw(pool, organization.id, wanted, generations, plan);
}

async function readRaw(
  pool: pg.Pool,
  org: string,
  wanted: Wanted[],
  generations: Generation[],
  plan: Plan,
): Promise<SeriesPoints[]> {
  const { fromMs, toMs, maxPoints } = plan;
  const ids = wanted.map(({ id }) => id);
  const hours = { from: Math.floor(fromMs / HOUR_MS), to: Math.floor((toMs - 1) / HOUR_MS) };
  const sealed = await readSealedRows(pool, org, CHUNKS, ids, hours);
  const samples = samplesFor(1024);
  const buckets = new Buckets(maxPoints);
  return wanted.map(({ id, slot }) => {
    samples.count = 0;
    gather(samples, sealed.of(id), generations, slot, fromMs, toMs);
    if (plan.stepMs === 0 && samples.count <= maxPoints) return rawPoints(id, samples);
    const stepMs = plan.stepMs || niceStep((toMs - fromMs) / maxPoints);
    buckets.clear();
    buckets.addSamples(samples, 0, samples.count, stepMs);
    return bucketPoints(id, buckets, "raw", stepMs);
  });
}
