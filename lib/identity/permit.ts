import { grants, type Permission } from "@/lib/identity/permissions";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";

/** Throws `forbidden` unless the context's actor holds the permission in its organization. The console itself may do anything; a collector only write signals. */
export function permit(ctx: Pick<Ctx, "actor">, permission: Permission): void {
  if (may(ctx, permission)) return;
  throw new Refusal("forbidden", "refusals.forbidden", { permission });
}

/** Whether the context's actor holds the permission. */
export function may({ actor }: Pick<Ctx, "actor">, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "collector") return permission === "signals.write";
  return grants(actor.role, permission);
}
