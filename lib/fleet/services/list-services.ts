import { z } from "zod";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { readSettings } from "@/lib/fleet/read-settings";
import type { ServiceRow } from "@/lib/fleet/service-shape";
import { serviceRows } from "@/lib/fleet/services/service-rows";
import { permit } from "@/lib/identity/permit";
import { HEALTH_STATES } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const ListServices = z.strictObject({ ...PageInput, state: z.enum(HEALTH_STATES).optional() });

/** Services by name, page by page, filtered by state and words of the name. */
export async function listServices(ctx: Ctx, input: z.output<typeof ListServices>): Promise<Page<ServiceRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  const where = { organizationId: ctx.org, state: input.state, ...named(input) };
  return inTransaction(ctx, async (tx) => {
    const found = cut(await tx.service.findMany({ where: { AND: [where, after] }, ...page }), input);
    const { targets } = await readSettings(tx, ctx.org);
    return {
      items: await serviceRows(ctx, tx, storeSlot.take(), found.page, targets),
      nextCursor: found.nextCursor,
      total: await tx.service.count({ where }),
    };
  });
}
