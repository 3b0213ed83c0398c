import { z } from "zod";
import { unlessTaken } from "@/lib/fleet/constraint";
import { Name, Slug, slugOf } from "@/lib/fleet/name-input";
import { slugNeeded } from "@/lib/fleet/regions/create-region";
import { TargetsSchema } from "@/lib/fleet/settings";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

const ServiceFields = {
  name: Name,
  description: z.string().trim().max(2_000).default(""),
  /** Percent of the time. */
  objective: z.number().gt(0).max(100).default(99.9),
  targets: TargetsSchema.partial().default({}),
};

export const CreateService = z.strictObject({ ...ServiceFields, slug: Slug.optional() });

/** Adds a service; its short name is made of its name unless given. */
export async function createService(ctx: Ctx, input: z.output<typeof CreateService>) {
  permit(ctx, "fleet.manage");
  const slug = input.slug ?? slugOf(input.name);
  if (!slug) throw slugNeeded();
  const service = { ...input, id: newId(ctx.now.getTime()), slug, stateSince: ctx.now, ...madeBy(ctx) };
  return inTransaction(ctx, async (tx) => {
    const after = await unlessTaken(tx.service.create({ data: service }), "refusals.slugTaken");
    await record(tx, "fleet.service-created", { subject: { kind: "service", id: after.id }, after });
    return { ...after, objective: Number(after.objective) };
  });
}
