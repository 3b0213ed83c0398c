import { z } from "zod";
import { findMaintenance } from "@/lib/checks/maintenance/find-maintenance";
import { Name, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const UpdateMaintenance = z.strictObject({
  maintenance: z.uuid(),
  version: Version,
  name: Name.optional(),
  startsAt: moment.optional(),
  endsAt: moment.optional(),
});

/** Renames, moves, prolongs or ends a maintenance (an end that is past ends it now). */
export async function updateMaintenance(ctx: Ctx, input: z.output<typeof UpdateMaintenance>) {
  permit(ctx, "checks.manage");
  const { maintenance, version, ...changes } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await findMaintenance(tx, maintenance);
    refuseStale(before, version);
    if ((changes.endsAt ?? before.endsAt) <= (changes.startsAt ?? before.startsAt)) {
      const fields = [{ path: "endsAt", messageKey: "refusals.maintenanceEnds" }];
      throw new Refusal("invalid", "refusals.invalid", {}, fields);
    }
    const { count } = await tx.maintenanceWindow.updateMany({
      where: { organizationId: ctx.org, id: before.id, version },
      data: { ...changes, ...editedBy(ctx) },
    });
    const after = await findMaintenance(tx, before.id);
    if (count === 0) throw staleEdit(after);
    await record(tx, "checks.maintenance-changed", { subject: { kind: "maintenance", id: after.id }, before, after });
    return after;
  });
}
