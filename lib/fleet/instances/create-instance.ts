import { z } from "zod";
import { unlessTaken } from "@/lib/fleet/constraint";
import { findHost, findRegion, findService, idOf } from "@/lib/fleet/find";
import { Name, Ref } from "@/lib/fleet/name-input";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

/** On a host, or just in a region, never both: an instance on a host is where the host is. */
export const InstancePlace = {
  host: z.string().min(1).max(200).nullish(),
  region: Ref.nullish(),
};

export const CreateInstance = z
  .strictObject({ name: Name, service: Ref, ...InstancePlace })
  .refine((input) => !(input.host && input.region), { path: ["region"], message: "refusals.instanceTwoPlaces" });

/** Adds one running copy of a service; its host then feeds the service's health. */
export async function createInstance(ctx: Ctx, input: z.output<typeof CreateInstance>) {
  permit(ctx, "fleet.manage");
  return inTransaction(ctx, async (tx) => {
    const data = {
      id: newId(ctx.now.getTime()),
      name: input.name,
      serviceId: (await findService(tx, input.service)).id,
      hostId: (await idOf(tx, findHost, input.host)) ?? null,
      regionId: (await idOf(tx, findRegion, input.region)) ?? null,
      ...madeBy(ctx),
    };
    const after = await unlessTaken(tx.instance.create({ data }), "refusals.nameTaken");
    await record(tx, "fleet.instance-created", { subject: { kind: "instance", id: after.id }, after });
    return after;
  });
}
