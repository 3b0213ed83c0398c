import { z } from "zod";
import { findHost, findRegion, idOf } from "@/lib/fleet/find";
import { Ref, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const UpdateHost = z.strictObject({
  host: z.string().min(1).max(200),
  version: Version,
  region: Ref.nullable(),
});

/** Moves a host to another region, or out of all; its name is its series' label and stays. */
export async function updateHost(ctx: Ctx, input: z.output<typeof UpdateHost>) {
  permit(ctx, "fleet.manage");
  return inTransaction(ctx, async (tx) => {
    const before = await findHost(tx, input.host);
    refuseStale(before, input.version);
    const regionId = await idOf(tx, findRegion, input.region);
    const { count } = await tx.host.updateMany({
      where: { organizationId: ctx.org, id: before.id, version: input.version },
      data: { regionId, ...editedBy(ctx) },
    });
    const after = await findHost(tx, before.id);
    if (count === 0) throw staleEdit(after);
    await record(tx, "fleet.host-updated", { subject: { kind: "host", id: after.id }, before, after });
    return after;
  });
}
