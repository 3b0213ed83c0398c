import { z } from "zod";
import { findRegion, findService, idOf } from "@/lib/fleet/find";
import type { HostRow } from "@/lib/fleet/host-shape";
import { findHosts, hostRows } from "@/lib/fleet/hosts/host-rows";
import { Ref } from "@/lib/fleet/name-input";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { readSettings } from "@/lib/fleet/read-settings";
import { permit } from "@/lib/identity/permit";
import { HEALTH_STATES } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const ListHosts = z.strictObject({
  ...PageInput,
  state: z.enum(HEALTH_STATES).optional(),
  region: Ref.optional(),
  service: Ref.optional(),
});

/** Hosts by name, page by page, filtered by state, region, service and words of the name. */
export async function listHosts(ctx: Ctx, input: z.output<typeof ListHosts>): Promise<Page<HostRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  return inTransaction(ctx, async (tx) => {
    const serviceId = await idOf(tx, findService, input.service);
    const where = {
      organizationId: ctx.org,
      state: input.state,
      regionId: await idOf(tx, findRegion, input.region),
      ...(serviceId ? { instances: { some: { serviceId } } } : {}),
      ...named(input),
    };
    const found = cut(await findHosts(tx, { AND: [where, after] }, page), input);
    const { thresholds } = await readSettings(tx, ctx.org);
    return {
      items: await hostRows(ctx, storeSlot.take(), found.page, thresholds),
      nextCursor: found.nextCursor,
      total: await tx.host.count({ where }),
    };
  });
}
