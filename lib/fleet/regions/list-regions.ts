import { z } from "zod";
import { findRegion } from "@/lib/fleet/find";
import { Ref } from "@/lib/fleet/name-input";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import type { RegionRow } from "@/lib/fleet/service-shape";
import { permit } from "@/lib/identity/permit";
import type { HealthState } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

export const ListRegions = z.strictObject(PageInput);
export const ShowRegion = z.strictObject({ region: Ref });

/** Regions by name, page by page, each with the services in it and how much else is. */
export async function listRegions(ctx: Ctx, input: z.output<typeof ListRegions>): Promise<Page<RegionRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  const where = { organizationId: ctx.org, ...named(input) };
  return inTransaction(ctx, async (tx) => {
    const rows = await findRegions(tx, { AND: [where, after] }, page);
    const found = cut(rows, input);
    return { items: found.page.map(regionRow), nextCursor: found.nextCursor, total: await tx.region.count({ where }) };
  });
}

/** One region as the list shows it. */
export async function showRegion(ctx: Ctx, input: z.output<typeof ShowRegion>): Promise<RegionRow> {
  permit(ctx, "fleet.read");
  return inTransaction(ctx, async (tx) => {
    const { id } = await findRegion(tx, input.region);
    const [row] = await findRegions(tx, { organizationId: ctx.org, id }, { take: 1 });
    if (!row) throw new Error("A region vanished inside its own transaction");
    return regionRow(row);
  });
}

type Where = NonNullable<NonNullable<Parameters<Tx["region"]["findMany"]>[0]>["where"]>;

function findRegions(tx: Tx, where: Where, page: { take: number; orderBy?: { name?: "asc"; id?: "asc" }[] }) {
  return tx.region.findMany({
    where,
    ...page,
    include: {
      serviceStates: { include: { service: true } },
      _count: { select: { hosts: true, collectors: true, checks: true } },
    },
  });
}

function regionRow(row: Awaited<ReturnType<typeof findRegions>>[number]): RegionRow {
  const watched = row.serviceStates.filter(
    ({ stateReason }) => (stateReason as { key?: unknown }).key !== "service.nothing-watches",
  );
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    state: row.state as HealthState,
    since: row.stateSince.toISOString(),
    version: row.version,
    services: watched
      .map(({ service, state, stateSince }) => ({
        id: service.id,
        slug: service.slug,
        name: service.name,
        state: state as HealthState,
        since: stateSince.toISOString(),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    hosts: row._count.hosts,
    collectors: row._count.collectors,
    checks: row._count.checks,
  };
}
