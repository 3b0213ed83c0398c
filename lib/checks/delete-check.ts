import { z } from "zod";
import { findCheck } from "@/lib/checks/find-check";
import { publicCheck } from "@/lib/checks/public-check";
import { Ref, Version } from "@/lib/fleet/name-input";
import { refuseStale } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const DeleteCheck = z.strictObject({ check: Ref, version: Version });

/** Removes a check; its series and recorded states stay. */
export async function deleteCheck(ctx: Ctx, input: z.output<typeof DeleteCheck>): Promise<void> {
  permit(ctx, "checks.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findCheck(tx, input.check);
    refuseStale(before, input.version);
    await tx.check.deleteMany({ where: { organizationId: ctx.org, id: before.id } });
    const subject = { kind: "check", id: before.id };
    await record(tx, "checks.check-deleted", { subject, before: publicCheck(before) });
  });
}
