import { z } from "zod";
import { unlessTaken } from "@/lib/fleet/constraint";
import { findRegion, idOf } from "@/lib/fleet/find";
import { Name, Ref } from "@/lib/fleet/name-input";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const CreateHost = z.strictObject({ name: Name, region: Ref.nullish() });

/** Adds a host by hand, for machines that send through another door; a collector adds its own. The name is its `host` label. */
export async function createHost(ctx: Ctx, input: z.output<typeof CreateHost>) {
  permit(ctx, "fleet.manage");
  return inTransaction(ctx, async (tx) => {
    const regionId = (await idOf(tx, findRegion, input.region)) ?? null;
    const data = { id: newId(ctx.now.getTime()), name: input.name, regionId, stateSince: ctx.now, ...madeBy(ctx) };
    const after = await unlessTaken(tx.host.create({ data }), "refusals.nameTaken");
    await record(tx, "fleet.host-created", { subject: { kind: "host", id: after.id }, after });
    return after;
  });
}
