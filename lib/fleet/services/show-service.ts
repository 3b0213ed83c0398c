import { z } from "zod";
import { findService } from "@/lib/fleet/find";
import { recentChanges, uptimeHistory } from "@/lib/fleet/history";
import { findInstances, instanceRow } from "@/lib/fleet/instances/list-instances";
import type { ChartRef } from "@/lib/fleet/key-number-shape";
import { seriesOf } from "@/lib/fleet/key-numbers";
import { Ref } from "@/lib/fleet/name-input";
import { readSettings } from "@/lib/fleet/read-settings";
import type { ServicePage } from "@/lib/fleet/service-shape";
import { ownTargets, serviceRows, targetsFor } from "@/lib/fleet/services/service-rows";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";
import type { Store } from "@/lib/telemetry/store/store";

export const ShowService = z.strictObject({ service: Ref });

const MOST_INSTANCES = 200;
const MOST_LINES = 20;

/** One service with all that its page shows. */
export async function showService(ctx: Ctx, input: z.output<typeof ShowService>): Promise<ServicePage> {
  permit(ctx, "fleet.read");
  const store = storeSlot.take();
  return inTransaction(ctx, async (tx) => {
    const service = await findService(tx, input.service);
    const { targets } = await readSettings(tx, ctx.org);
    const [row] = await serviceRows(ctx, tx, store, [service], targets);
    if (!row) throw new Refusal("missing", "refusals.missing", { what: "service" });
    const own = { organizationId: ctx.org, serviceId: service.id };
    const instances = await findInstances(tx, own, { orderBy: [{ name: "asc" }], take: MOST_INSTANCES });
    const checks = await tx.check.findMany({ where: own, select: { slug: true, target: true } });
    return {
      ...row,
      ownTargets: ownTargets(service),
      targets: targetsFor(service, targets),
      ...(await uptimeHistory(ctx, tx, "service", service)),
      changes: await recentChanges(ctx, tx, ["service", "service-region"], service),
      instances: instances.map(instanceRow),
      charts: await chartsOf(store, ctx.org, checks),
    };
  });
}

// One chart of response times for each target that its checks stand beside, and one of whatever else they take.
async function chartsOf(store: Store, org: string, checks: { slug: string; target: string }[]): Promise<ChartRef[]> {
  if (checks.length === 0) return [];
  const infos = await seriesOf(store, org, "check_duration_seconds", [{ label: "phase", op: "=", value: "" }]);
  const bySlug = new Map(infos.map((info) => [info.labels["check"] ?? "", info]));
  return ["api", "database", "cdn", "none"].flatMap((target): ChartRef[] => {
    const series = checks
      .filter((check) => check.target === target)
      .flatMap((check) => bySlug.get(check.slug) ?? [])
      .slice(0, MOST_LINES)
      .map(({ id, name, labels, unit }) => ({ id, name, labels: { ...labels }, unit }));
    return series.length === 0 ? [] : [{ key: target === "none" ? "checks" : target, unit: "seconds", series }];
  });
}
