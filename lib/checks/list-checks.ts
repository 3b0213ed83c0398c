import { z } from "zod";
import { CHECK_KINDS } from "@/lib/checks/check-config";
import { checkRows, findChecks } from "@/lib/checks/check-rows";
import type { CheckRow } from "@/lib/checks/check-shape";
import { findRegion, findService, idOf } from "@/lib/fleet/find";
import { Ref } from "@/lib/fleet/name-input";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { permit } from "@/lib/identity/permit";
import { HEALTH_STATES } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const ListChecks = z.strictObject({
  ...PageInput,
  state: z.enum(HEALTH_STATES).optional(),
  kind: z.enum(CHECK_KINDS).optional(),
  service: Ref.optional(),
  region: Ref.optional(),
  /** A collector's id, or `console` for those that the console runs itself. */
  collector: z.union([z.uuid(), z.literal("console")]).optional(),
});

/** Checks by name, page by page, filtered by state, kind, service, region, collector and words of the name. */
export async function listChecks(ctx: Ctx, input: z.output<typeof ListChecks>): Promise<Page<CheckRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  return inTransaction(ctx, async (tx) => {
    const where = {
      organizationId: ctx.org,
      state: input.state,
      kind: input.kind,
      serviceId: await idOf(tx, findService, input.service),
      regionId: await idOf(tx, findRegion, input.region),
      collectorId: input.collector === "console" ? null : input.collector,
      ...named(input),
    };
    const found = cut(await findChecks(tx, { AND: [where, after] }, page), input);
    return {
      items: await checkRows(ctx, storeSlot.take(), found.page),
      nextCursor: found.nextCursor,
      total: await tx.check.count({ where }),
    };
  });
}
