import { z } from "zod";
import { publicCollector } from "@/lib/fleet/collectors/public-collector";
import { unlessTaken } from "@/lib/fleet/constraint";
import { findCollector, findRegion, idOf } from "@/lib/fleet/find";
import { Name, Ref, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const RenameCollector = z.strictObject({
  collector: z.uuid(),
  version: Version,
  name: Name.optional(),
  region: Ref.nullish(),
});

/** Renames a collector or says in which region it is; its host keeps its own name and region. */
export async function renameCollector(ctx: Ctx, input: z.output<typeof RenameCollector>) {
  permit(ctx, "collectors.manage");
  return inTransaction(ctx, async (tx) => {
    const before = await findCollector(tx, input.collector);
    refuseStale(before, input.version);
    const regionId = await idOf(tx, findRegion, input.region);
    const write = tx.collector.updateMany({
      where: { organizationId: ctx.org, id: before.id, version: input.version },
      data: { name: input.name, regionId, ...editedBy(ctx) },
    });
    const { count } = await unlessTaken(write, "refusals.nameTaken");
    const after = await findCollector(tx, before.id);
    if (count === 0) throw staleEdit(after);
    const change = { before: publicCollector(before), after: publicCollector(after) };
    await record(tx, "fleet.collector-updated", { subject: { kind: "collector", id: after.id }, ...change });
    return publicCollector(after);
  });
}
