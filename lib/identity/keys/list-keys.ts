import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const ListKeys = z.strictObject({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One page of the organization's API keys, newest first, without secrets. */
export async function listKeys(ctx: Ctx, input: z.output<typeof ListKeys>) {
  permit(ctx, "identity.manage");
  return inTransaction(ctx, async (tx) => {
    const keys = await tx.apiKey.findMany({
      where: { organizationId: ctx.org, ...(input.after ? { id: { lt: input.after } } : {}) },
      orderBy: { id: "desc" },
      take: input.limit + 1,
      omit: { hash: true },
    });
    const page = keys.slice(0, input.limit);
    return { keys: page, next: keys.length > input.limit ? (page.at(-1)?.id ?? null) : null };
  });
}
