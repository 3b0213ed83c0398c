import { uptimesOfDay } from "@/lib/fleet/history";
import { latestOf, responseTimes, timingSeries } from "@/lib/fleet/key-numbers";
import type { ServiceInRegion } from "@/lib/fleet/overview-shape";
import { placeRef, stateNow } from "@/lib/fleet/row-shapes";
import type { ServiceRow } from "@/lib/fleet/service-shape";
import { type Targets, TargetsSchema } from "@/lib/fleet/settings";
import { countStates } from "@/lib/fleet/state-now";
import { groupBy } from "@/lib/kernel/group-by";
import type { HealthState } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import type { Service } from "@/lib/platform/db/generated/client";
import type { Tx } from "@/lib/platform/transaction";
import type { Store } from "@/lib/telemetry/store/store";

/** A service's own targets over the organization's. */
export function targetsFor(service: { targets: unknown }, organization: Targets): Targets {
  return { ...organization, ...ownTargets(service) };
}

/** What a service says differently from its organization. */
export function ownTargets({ targets }: { targets: unknown }): Partial<Targets> {
  return TargetsSchema.partial().safeParse(targets).data ?? {};
}

/** Services with their regions, checks, uptime of the day and response times: a fixed number of queries, however many there are. */
export async function serviceRows(
  ctx: Ctx,
  tx: Tx,
  store: Pick<Store, "select" | "latest">,
  services: readonly Service[],
  targets: Targets,
): Promise<ServiceRow[]> {
  const ids = services.map((service) => service.id);
  const where = { organizationId: ctx.org, serviceId: { in: ids } };
  const places = groupBy(
    await tx.serviceRegion.findMany({ where, include: { region: true } }),
    (place) => place.serviceId,
  );
  const select = { slug: true, target: true, state: true, paused: true, serviceId: true };
  const checks = groupBy(await tx.check.findMany({ where, select }), (check) => check.serviceId);
  const uptimes = await uptimesOfDay(ctx, tx, "service", services);
  const durations = await durationsOf(store, ctx.org, [...checks.values()].flat());
  return services.map((service) => {
    const own = checks.get(service.id) ?? [];
    return {
      id: service.id,
      slug: service.slug,
      name: service.name,
      description: service.description,
      version: service.version,
      objective: Number(service.objective),
      ...stateNow(service),
      uptime24h: uptimes.get(service.id) ?? { ratio: null, coverage: 0 },
      regions: regionsOf(places.get(service.id) ?? []),
      keyNumbers: responseTimes(own, durations, targetsFor(service, targets)),
      checks: countStates(own.filter((check) => !check.paused).map((check) => check.state as HealthState)),
    };
  });
}

/** The series and last values of the durations of these checks. */
async function durationsOf(
  store: Pick<Store, "select" | "latest">,
  org: string,
  checks: readonly { slug: string; target: string }[],
) {
  const timed = checks.filter((check) => check.target !== "none");
  const series = timed.length === 0 ? new Map<string, number>() : await timingSeries(store, org);
  const ids = timed.flatMap((check) => series.get(check.slug) ?? []);
  return { series, latest: await latestOf(store, org, ids) };
}

type PlaceRow = Parameters<typeof stateNow>[0] & { region: { id: string; slug: string; name: string } | null };

// A place that nothing watches any more keeps its row for history, and is not shown.
function regionsOf(rows: readonly PlaceRow[]): ServiceInRegion[] {
  return rows
    .map((row) => ({ ...stateNow(row), region: placeRef(row.region) }))
    .filter((place) => place.reason.key !== "service.nothing-watches")
    .sort((a, b) => (a.region?.name ?? "").localeCompare(b.region?.name ?? ""));
}
