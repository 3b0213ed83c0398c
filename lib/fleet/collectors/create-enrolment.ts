import { z } from "zod";
import { findRegion, idOf } from "@/lib/fleet/find";
import { Ref } from "@/lib/fleet/name-input";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newToken } from "@/lib/identity/tokens";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction } from "@/lib/platform/transaction";

export const CreateEnrolment = z.strictObject({ region: Ref.nullish() });

/** A code counts for this long, once. */
const ENROLMENT_MINUTES = 15;

/** Makes a one-time code that lets one machine become a collector within 15 minutes; it is answered once and stored as a hash. */
export async function createEnrolment(ctx: Ctx, input: z.output<typeof CreateEnrolment>) {
  permit(ctx, "collectors.manage");
  const { token, hash } = newToken("ne");
  const id = newId(ctx.now.getTime());
  const expiresAt = new Date(ctx.now.getTime() + ENROLMENT_MINUTES * 60_000);
  return inTransaction(ctx, async (tx) => {
    const regionId = (await idOf(tx, findRegion, input.region)) ?? null;
    const data = {
      id,
      organizationId: ctx.org,
      hash: new Uint8Array(hash),
      expiresAt,
      createdBy: ctx.actor.name,
      createdAt: ctx.now,
      regionId,
    };
    await tx.enrolment.create({ data });
    await record(tx, "fleet.enrolment-created", { subject: { kind: "enrolment", id }, after: { regionId, expiresAt } });
    return { id, code: token, expiresAt };
  });
}
