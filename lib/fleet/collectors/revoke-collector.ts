import { z } from "zod";
import { publicCollector } from "@/lib/fleet/collectors/public-collector";
import { unlessUsed } from "@/lib/fleet/constraint";
import { findCollector } from "@/lib/fleet/find";
import { editedBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const RevokeCollector = z.strictObject({ collector: z.uuid() });
type Input = z.output<typeof RevokeCollector>;

/** Cuts a collector off for good: its tokens stop working, its checks turn unknown. Revoking it again changes nothing. */
export async function revokeCollector(ctx: Ctx, input: Input) {
  permit(ctx, "collectors.manage");
  return inTransaction(ctx, async (tx) => {
    const before = await findCollector(tx, input.collector);
    const { count } = await tx.collector.updateMany({
      where: { organizationId: ctx.org, id: before.id, revokedAt: null },
      data: { revokedAt: ctx.now, previousHash: null, previousExpiresAt: null, ...editedBy(ctx) },
    });
    const after = await findCollector(tx, before.id);
    if (count > 0) {
      const change = { before: publicCollector(before), after: publicCollector(after) };
      await record(tx, "fleet.collector-revoked", { subject: { kind: "collector", id: after.id }, ...change });
    }
    return publicCollector(after);
  });
}

/** Removes a revoked collector; refused while it may still send or checks are given to it. */
export async function deleteCollector(ctx: Ctx, input: Input): Promise<void> {
  permit(ctx, "collectors.manage");
  await inTransaction(ctx, async (tx) => {
    const before = await findCollector(tx, input.collector);
    if (!before.revokedAt) throw new Refusal("conflict", "refusals.collectorLive");
    const where = { organizationId: ctx.org, id: before.id };
    await unlessUsed(tx.collector.deleteMany({ where }), "refusals.collectorInUse");
    const subject = { kind: "collector", id: before.id };
    await record(tx, "fleet.collector-deleted", { subject, before: publicCollector(before) });
  });
}
