import { z } from "zod";
import { findMaintenance } from "@/lib/checks/maintenance/find-maintenance";
import { Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteMaintenance = z.strictObject({ maintenance: z.uuid(), version: Version });

/** Calls a maintenance off; one that runs ends at once. */
export async function deleteMaintenance(ctx: Ctx, input: z.output<typeof DeleteMaintenance>): Promise<void> {
  permit(ctx, "checks.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findMaintenance(tx, input.maintenance);
    refuseStale(before, input.version);
    await tx.maintenanceWindow.deleteMany({ where: { organizationId: ctx.org, id: before.id } });
    await record(tx, "checks.maintenance-called-off", { subject: { kind: "maintenance", id: before.id }, before });
  });
}
