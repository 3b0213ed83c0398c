import { asksOf, type CheckConfig } from "@/lib/checks/check-config";
import type { CheckRow } from "@/lib/checks/check-shape";
import { durationSeries, latestOf, latestValue } from "@/lib/fleet/key-numbers";
import { explainedBy, placeRef, saidBy, stateNow } from "@/lib/fleet/row-shapes";
import type { HealthState } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import type { Tx } from "@/lib/platform/transaction";
import type { Store } from "@/lib/telemetry/store/store";

/** Checks with their service, region and collector. */
export function findChecks(
  tx: Tx,
  where: Prisma.CheckWhereInput,
  page: { take: number; orderBy?: Prisma.CheckOrderByWithRelationInput[] },
) {
  return tx.check.findMany({ where, ...page, include: { service: true, region: true, collector: true } });
}

export type FoundCheck = Awaited<ReturnType<typeof findChecks>>[number];

/** Checks as lists show them, each with its last duration: two questions to the store, however many checks. */
export async function checkRows(
  ctx: Ctx,
  store: Pick<Store, "select" | "latest">,
  checks: readonly FoundCheck[],
): Promise<CheckRow[]> {
  const series = checks.length === 0 ? new Map<string, number>() : await durationSeries(store, ctx.org);
  const ids = checks.flatMap((check) => series.get(check.slug) ?? []);
  const latest = await latestOf(store, ctx.org, ids);
  return checks.map((check) => {
    const id = series.get(check.slug) ?? null;
    return { ...withoutNumbers(check), durationSeriesId: id, duration: latestValue(latest.get(id ?? -1)) };
  });
}

function withoutNumbers(check: FoundCheck): Omit<CheckRow, "durationSeriesId" | "duration"> {
  const { collector } = check;
  const now = stateNow(check);
  const said = saidBy(check.lastResult);
  return {
    id: check.id,
    slug: check.slug,
    name: check.name,
    kind: check.kind,
    asks: asksOf(check.kind, check.config as CheckConfig),
    target: check.target,
    ...now,
    reason: explainedBy(now.reason, check.lastResult),
    service: placeRef(check.service),
    region: placeRef(check.region),
    collector: collector && { id: collector.id, name: collector.name, state: collector.state as HealthState },
    intervalSeconds: check.intervalSeconds,
    paused: check.paused,
    lastResult: said ? { at: said.at, up: said.up, ...whatItSaid(said) } : null,
    version: check.version,
  };
}

function whatItSaid({ up, why, detail }: { up: boolean; why: string; detail: string }) {
  return { reason: up || why === "none" ? null : why, detail: detail === "" ? null : detail };
}
