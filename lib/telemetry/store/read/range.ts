import type pg from "pg";
import type { SeriesPoints } from "@/lib/telemetry/sample";
import { samplesFor } from "@/lib/telemetry/store/codec/chunk";
import type { Organization } from "@/lib/telemetry/store/organization";
import { mergeGeneration } from "@/lib/telemetry/store/read/merge";
import type { Plan } from "@/lib/telemetry/store/read/plan";
import { niceStep } from "@/lib/telemetry/store/read/plan";
import { Buckets, rawPoints } from "@/lib/telemetry/store/read/points";

/** Points of each known series, from what is sealed and the head together. */
export async function readRange(
  _pool: pg.Pool,
  organization: Organization,
  ids: readonly number[],
  plan: Plan,
): Promise<SeriesPoints[]> {
  const { registry, head } = organization;
  const generations = [...head.generations];
  return ids.flatMap((id) => {
    const slot = registry.slotOf(id);
    if (slot === undefined) return [];
    const samples = samplesFor(512);
    for (const generation of generations) mergeGeneration(samples, generation, slot, plan.fromMs, plan.toMs);
    if (plan.stepMs === 0 && samples.count <= plan.maxPoints) return [rawPoints(id, samples)];
    const stepMs = plan.stepMs || niceStep((plan.toMs - plan.fromMs) / plan.maxPoints);
    const buckets = new Buckets(plan.maxPoints);
    buckets.addSamples(samples, 0, samples.count, stepMs);
    return [buckets.points(id, plan.resolution, stepMs)];
  });
}
