import { z } from "zod";
import { findService } from "@/lib/fleet/find";
import { Name, Ref, Version } from "@/lib/fleet/name-input";
import { TargetsSchema } from "@/lib/fleet/settings";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const UpdateService = z.strictObject({
  service: Ref,
  version: Version,
  name: Name.optional(),
  description: z.string().trim().max(2_000).optional(),
  objective: z.number().gt(0).max(100).optional(),
  targets: TargetsSchema.partial().optional(),
});

/** Changes what is given of a service; its short name stays. */
export async function updateService(ctx: Ctx, input: z.output<typeof UpdateService>) {
  permit(ctx, "fleet.manage");
  const { service, version, ...changes } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await findService(tx, service);
    refuseStale(before, version);
    const { count } = await tx.service.updateMany({
      where: { organizationId: ctx.org, id: before.id, version },
      data: { ...changes, ...editedBy(ctx) },
    });
    const after = await findService(tx, before.id);
    if (count === 0) throw staleEdit(after);
    await record(tx, "fleet.service-updated", { subject: { kind: "service", id: after.id }, before, after });
    return { ...after, objective: Number(after.objective) };
  });
}
