import { z } from "zod";
import { findCollector } from "@/lib/fleet/find";
import { editedBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newToken } from "@/lib/identity/tokens";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const RotateToken = z.strictObject({
  collector: z.uuid(),
  /** How long the old token still works beside the new one; 0 cuts it off at once. */
  graceMinutes: z.number().int().min(0).max(1_440).default(60),
});

/** Gives a collector a new token and answers with it, the only time it can be seen. */
export async function rotateToken(ctx: Ctx, input: z.output<typeof RotateToken>) {
  permit(ctx, "collectors.manage");
  const { token, prefix, hash } = newToken("nc");
  return inTransaction(ctx, async (tx) => {
    const before = await findCollector(tx, input.collector);
    if (before.revokedAt) throw new Refusal("conflict", "refusals.collectorRevoked");
    const graceUntil = new Date(ctx.now.getTime() + input.graceMinutes * 60_000);
    await tx.collector.updateMany({
      where: { organizationId: ctx.org, id: before.id },
      data: {
        tokenPrefix: prefix,
        tokenHash: new Uint8Array(hash),
        previousHash: input.graceMinutes > 0 ? before.tokenHash : null,
        previousExpiresAt: input.graceMinutes > 0 ? graceUntil : null,
        ...editedBy(ctx),
      },
    });
    await record(tx, "fleet.collector-rekeyed", {
      subject: { kind: "collector", id: before.id },
      before: { prefix: before.tokenPrefix },
      after: { prefix, oldValidUntil: input.graceMinutes > 0 ? graceUntil : ctx.now },
    });
    return { collector: before.id, token, tokenPrefix: prefix };
  });
}
