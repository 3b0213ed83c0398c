import { z } from "zod";
import { unlessUsed } from "@/lib/fleet/constraint";
import { findRegion } from "@/lib/fleet/find";
import { Ref, Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteRegion = z.strictObject({ region: Ref, version: Version });

/** Removes a region that nothing is in any more; its recorded states stay. */
export async function deleteRegion(ctx: Ctx, input: z.output<typeof DeleteRegion>): Promise<void> {
  permit(ctx, "fleet.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findRegion(tx, input.region);
    refuseStale(before, input.version);
    await unlessUsed(
      tx.region.deleteMany({ where: { organizationId: ctx.org, id: before.id } }),
      "refusals.regionInUse",
    );
    await record(tx, "fleet.region-deleted", { subject: { kind: "region", id: before.id }, before });
  });
}
