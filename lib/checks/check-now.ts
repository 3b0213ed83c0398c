import type { z } from "zod";
import { findCheck } from "@/lib/checks/find-check";
import type { OperateCheck } from "@/lib/checks/pause-check";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

/** Has a check asked at once, beside its interval; refused while it is paused. The answer comes as its next sample. */
export async function checkNow(ctx: Ctx, input: z.output<typeof OperateCheck>) {
  permit(ctx, "checks.operate");
  return inTransaction(ctx, async (tx) => {
    const check = await findCheck(tx, input.check);
    if (check.paused) throw new Refusal("conflict", "refusals.checkPaused");
    await tx.check.updateMany({ where: { organizationId: ctx.org, id: check.id }, data: { askedAt: ctx.now } });
    await record(tx, "checks.check-asked", { subject: { kind: "check", id: check.id } });
    return { askedAt: ctx.now };
  });
}
