import { z } from "zod";
import { findHost } from "@/lib/fleet/find";
import { Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteHost = z.strictObject({ host: z.string().min(1).max(200), version: Version });

/** Removes a host with the instances on it; refused while a collector on it may still send. Its series stay. */
export async function deleteHost(ctx: Ctx, input: z.output<typeof DeleteHost>): Promise<void> {
  permit(ctx, "fleet.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findHost(tx, input.host);
    refuseStale(before, input.version);
    const on = { organizationId: ctx.org, hostId: before.id };
    if ((await tx.collector.count({ where: { ...on, revokedAt: null } })) > 0) {
      throw new Refusal("conflict", "refusals.hostInUse");
    }
    await tx.collector.updateMany({ where: on, data: { hostId: null } });
    await tx.host.deleteMany({ where: { organizationId: ctx.org, id: before.id } });
    await record(tx, "fleet.host-deleted", { subject: { kind: "host", id: before.id }, before });
  });
}
