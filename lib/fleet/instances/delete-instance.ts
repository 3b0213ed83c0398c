import { z } from "zod";
import { findInstance } from "@/lib/fleet/find";
import { Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteInstance = z.strictObject({ instance: z.uuid(), version: Version });

/** Removes an instance of a service. */
export async function deleteInstance(ctx: Ctx, input: z.output<typeof DeleteInstance>): Promise<void> {
  permit(ctx, "fleet.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findInstance(tx, input.instance);
    refuseStale(before, input.version);
    await tx.instance.deleteMany({ where: { organizationId: ctx.org, id: before.id } });
    await record(tx, "fleet.instance-deleted", { subject: { kind: "instance", id: before.id }, before });
  });
}
