import { z } from "zod";
import { GRANTS } from "@/lib/identity/permissions";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const Me = z.strictObject({});

/** Who the caller is, in which organization, and what they may do. */
export async function me(ctx: Ctx) {
  const organization = await inTransaction(ctx, (tx) => tx.organization.findUniqueOrThrow({ where: { id: ctx.org } }));
  const { actor } = ctx;
  const permissions = actor.kind === "user" || actor.kind === "key" ? GRANTS[actor.role] : [];
  return {
    actor,
    permissions,
    organization: { id: organization.id, slug: organization.slug, name: organization.name },
    serverTimeMs: ctx.now.getTime(),
  };
}
