import { z } from "zod";
import { findRegion } from "@/lib/fleet/find";
import { Name, Ref, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const UpdateRegion = z.strictObject({ region: Ref, version: Version, name: Name });

/** Renames a region; its short name stays. */
export async function updateRegion(ctx: Ctx, input: z.output<typeof UpdateRegion>) {
  permit(ctx, "fleet.manage");
  return inTransaction(ctx, async (tx) => {
    const before = await findRegion(tx, input.region);
    refuseStale(before, input.version);
    const { count } = await tx.region.updateMany({
      where: { organizationId: ctx.org, id: before.id, version: input.version },
      data: { name: input.name, ...editedBy(ctx) },
    });
    const after = await findRegion(tx, before.id);
    if (count === 0) throw staleEdit(after);
    await record(tx, "fleet.region-updated", { subject: { kind: "region", id: after.id }, before, after });
    return after;
  });
}
