import { z } from "zod";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const RevokeSession = z.strictObject({ session: z.uuid() });

/** Ends a session everywhere within five seconds: one's own, or anyone's with `identity.manage`. Ending it twice is harmless. */
export async function revokeSession(ctx: Ctx, input: z.output<typeof RevokeSession>): Promise<{ revoked: string }> {
  return inTransaction(ctx, async (tx) => {
    const session = await tx.session.findFirst({ where: { id: input.session, organizationId: ctx.org } });
    if (!session) throw new Refusal("missing", "refusals.missing");
    if (ctx.actor.kind !== "user" || ctx.actor.id !== session.userId) permit(ctx, "identity.manage");
    if (session.revokedAt) return { revoked: session.id };
    await tx.session.updateMany({ where: { id: session.id, revokedAt: null }, data: { revokedAt: ctx.now } });
    await record(tx, "identity.session-revoked", { subject: { kind: "session", id: session.id } });
    return { revoked: session.id };
  });
}
