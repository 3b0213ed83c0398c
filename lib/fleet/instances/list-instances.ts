import { z } from "zod";
import { findHost, findService, idOf } from "@/lib/fleet/find";
import { Ref } from "@/lib/fleet/name-input";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { placeRef } from "@/lib/fleet/row-shapes";
import type { InstanceRow } from "@/lib/fleet/service-shape";
import { permit } from "@/lib/identity/permit";
import type { HealthState } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

export const ListInstances = z.strictObject({
  ...PageInput,
  service: Ref.optional(),
  host: z.string().min(1).max(200).optional(),
});

/** Instances by name, page by page, filtered by service, host and words of the name. */
export async function listInstances(ctx: Ctx, input: z.output<typeof ListInstances>): Promise<Page<InstanceRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  return inTransaction(ctx, async (tx) => {
    const where = {
      organizationId: ctx.org,
      serviceId: await idOf(tx, findService, input.service),
      hostId: await idOf(tx, findHost, input.host),
      ...named(input),
    };
    const found = cut(await findInstances(tx, { AND: [where, after] }, page), input);
    return {
      items: found.page.map(instanceRow),
      nextCursor: found.nextCursor,
      total: await tx.instance.count({ where }),
    };
  });
}

/** Instances with where they are. */
export function findInstances(
  tx: Tx,
  where: Prisma.InstanceWhereInput,
  page: { orderBy?: Prisma.InstanceOrderByWithRelationInput[]; take: number },
) {
  return tx.instance.findMany({
    where,
    ...page,
    include: { service: true, region: true, host: { include: { region: true } } },
  });
}

/** An instance as lists show it: where its host is, or where it was said to be. */
export function instanceRow(row: Awaited<ReturnType<typeof findInstances>>[number]): InstanceRow {
  const { service, host } = row;
  return {
    id: row.id,
    name: row.name,
    service: { id: service.id, slug: service.slug, name: service.name },
    host: host && { id: host.id, name: host.name, state: host.state as HealthState },
    region: placeRef(host ? host.region : row.region),
    version: row.version,
  };
}
