import { z } from "zod";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newToken } from "@/lib/identity/tokens";
import { KEY_ROLES } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const CreateKey = z.strictObject({
  name: z.string().trim().min(1).max(200),
  role: z.enum(KEY_ROLES),
  days: z.number().int().min(1).max(3650).optional(),
});

/** Makes an API key and answers with its secret, the only time it can be seen. */
export async function createKey(ctx: Ctx, input: z.output<typeof CreateKey>) {
  permit(ctx, "identity.manage");
  const { token, prefix, hash } = newToken("nk");
  const key = {
    id: newId(ctx.now.getTime()),
    organizationId: ctx.org,
    name: input.name,
    prefix,
    role: input.role,
    createdAt: ctx.now,
    createdBy: ctx.actor.name,
    expiresAt: input.days ? new Date(ctx.now.getTime() + input.days * 86_400_000) : null,
  };
  await inTransaction(ctx, async (tx) => {
    await tx.apiKey.create({ data: { ...key, hash: new Uint8Array(hash) } });
    await record(tx, "identity.key-created", { subject: { kind: "key", id: key.id }, after: key });
  });
  return { ...key, token };
}
