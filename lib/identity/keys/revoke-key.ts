import { z } from "zod";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const RevokeKey = z.strictObject({ key: z.uuid() });

/** Ends an API key everywhere within five seconds. Ending it twice is harmless. */
export async function revokeKey(ctx: Ctx, input: z.output<typeof RevokeKey>): Promise<{ revoked: string }> {
  permit(ctx, "identity.manage");
  return inTransaction(ctx, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { organizationId: ctx.org, id: input.key } });
    if (!key) throw new Refusal("missing", "refusals.missing");
    if (key.revokedAt) return { revoked: key.id };
    await tx.apiKey.updateMany({ where: { organizationId: ctx.org, id: key.id }, data: { revokedAt: ctx.now } });
    await record(tx, "identity.key-revoked", { subject: { kind: "key", id: key.id } });
    return { revoked: key.id };
  });
}
