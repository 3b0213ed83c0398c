import { z } from "zod";
import { findCheck } from "@/lib/checks/find-check";
import { publicCheck } from "@/lib/checks/public-check";
import { Ref } from "@/lib/fleet/name-input";
import { editedBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const OperateCheck = z.strictObject({ check: Ref });
type Input = z.output<typeof OperateCheck>;

/** Stops asking; a paused check is unknown and feeds nothing. Pausing it again changes nothing. */
export function pauseCheck(ctx: Ctx, input: Input) {
  return setPaused(ctx, input, true);
}

/** Asks again from the next second on. Resuming a running check changes nothing. */
export function resumeCheck(ctx: Ctx, input: Input) {
  return setPaused(ctx, input, false);
}

async function setPaused(ctx: Ctx, input: Input, paused: boolean) {
  permit(ctx, "checks.operate");
  return inTransaction(ctx, async (tx) => {
    const before = await findCheck(tx, input.check);
    const { count } = await tx.check.updateMany({
      where: { organizationId: ctx.org, id: before.id, paused: !paused },
      data: { paused, ...editedBy(ctx) },
    });
    const after = await findCheck(tx, before.id);
    if (count > 0) {
      const kind = paused ? "checks.check-paused" : "checks.check-resumed";
      const subject = { kind: "check", id: after.id };
      await record(tx, kind, { subject, before: publicCheck(before), after: publicCheck(after) });
    }
    return publicCheck(after);
  });
}
