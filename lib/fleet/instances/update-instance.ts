import { z } from "zod";
import { unlessTaken } from "@/lib/fleet/constraint";
import { findHost, findInstance, findRegion, idOf } from "@/lib/fleet/find";
import { InstancePlace } from "@/lib/fleet/instances/create-instance";
import { Name, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const UpdateInstance = z
  .strictObject({ instance: z.uuid(), version: Version, name: Name, ...InstancePlace })
  .refine((input) => !(input.host && input.region), { path: ["region"], message: "refusals.instanceTwoPlaces" });

/** Renames an instance and says where it is now. */
export async function updateInstance(ctx: Ctx, input: z.output<typeof UpdateInstance>) {
  permit(ctx, "fleet.manage");
  return inTransaction(ctx, async (tx) => {
    const before = await findInstance(tx, input.instance);
    refuseStale(before, input.version);
    const place = {
      hostId: (await idOf(tx, findHost, input.host)) ?? null,
      regionId: (await idOf(tx, findRegion, input.region)) ?? null,
    };
    const write = tx.instance.updateMany({
      where: { organizationId: ctx.org, id: before.id, version: input.version },
      data: { name: input.name, ...place, ...editedBy(ctx) },
    });
    const { count } = await unlessTaken(write, "refusals.nameTaken");
    const after = await findInstance(tx, before.id);
    if (count === 0) throw staleEdit(after);
    await record(tx, "fleet.instance-updated", { subject: { kind: "instance", id: after.id }, before, after });
    return after;
  });
}
