import { z } from "zod";
import { unlessUsed } from "@/lib/fleet/constraint";
import { findService } from "@/lib/fleet/find";
import { Ref, Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteService = z.strictObject({ service: Ref, version: Version });

/** Removes a service with its instances; refused while checks belong to it. Its recorded states stay. */
export async function deleteService(ctx: Ctx, input: z.output<typeof DeleteService>): Promise<void> {
  permit(ctx, "fleet.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findService(tx, input.service);
    refuseStale(before, input.version);
    await unlessUsed(
      tx.service.deleteMany({ where: { organizationId: ctx.org, id: before.id } }),
      "refusals.serviceInUse",
    );
    await record(tx, "fleet.service-deleted", { subject: { kind: "service", id: before.id }, before });
  });
}
