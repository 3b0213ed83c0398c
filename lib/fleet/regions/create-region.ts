import { z } from "zod";
import { unlessTaken } from "@/lib/fleet/constraint";
import { Name, Slug, slugOf } from "@/lib/fleet/name-input";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const CreateRegion = z.strictObject({ name: Name, slug: Slug.optional() });

/** Adds a region; its short name is made of its name unless given. */
export async function createRegion(ctx: Ctx, input: z.output<typeof CreateRegion>) {
  permit(ctx, "fleet.manage");
  const slug = input.slug ?? slugOf(input.name);
  if (!slug) throw slugNeeded();
  const region = { id: newId(ctx.now.getTime()), slug, name: input.name, stateSince: ctx.now, ...madeBy(ctx) };
  return inTransaction(ctx, async (tx) => {
    const after = await unlessTaken(tx.region.create({ data: region }), "refusals.slugTaken");
    await record(tx, "fleet.region-created", { subject: { kind: "region", id: after.id }, after });
    return after;
  });
}

/** The refusal of a name from which no short name can be made. */
export function slugNeeded(): Refusal {
  return new Refusal("invalid", "refusals.invalid", {}, [{ path: "slug", messageKey: "refusals.field.required" }]);
}
