import { z } from "zod";
import { findCheck } from "@/lib/checks/find-check";
import { findHost, findRegion, findService } from "@/lib/fleet/find";
import { Name } from "@/lib/fleet/name-input";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A window over one region, service, host or check, or, said in so many words, over the whole organization. */
export const CreateMaintenance = z
  .strictObject({
    name: Name,
    startsAt: moment,
    endsAt: moment,
    scope: z.enum(["organization", "region", "service", "host", "check"]),
    subject: z.string().min(1).max(200).optional(),
  })
  .refine((input) => input.endsAt > input.startsAt, { path: ["endsAt"], message: "refusals.maintenanceEnds" })
  .refine((input) => (input.scope === "organization") === (input.subject === undefined), {
    path: ["subject"],
    message: "refusals.maintenanceSubject",
  });

type Input = z.output<typeof CreateMaintenance>;

/** Announces a maintenance; what it covers shows `maintenance` from start to end and counts for nothing. */
export async function createMaintenance(ctx: Ctx, input: Input) {
  permit(ctx, "checks.manage");
  if (input.endsAt <= ctx.now) {
    const path = "endsAt";
    throw new Refusal("invalid", "refusals.invalid", {}, [{ path, messageKey: "refusals.maintenancePast" }]);
  }
  const { subject, ...fields } = input;
  return inTransaction(ctx, async (tx) => {
    const covered = await subjectColumns(tx, input.scope, subject);
    const data = { ...fields, ...covered, id: newId(ctx.now.getTime()), ...madeBy(ctx) };
    const after = await tx.maintenanceWindow.create({ data });
    await record(tx, "checks.maintenance-announced", { subject: { kind: "maintenance", id: after.id }, after });
    return after;
  });
}

async function subjectColumns(tx: Tx, scope: Input["scope"], subject: string | undefined) {
  if (subject === undefined) return {};
  switch (scope) {
    case "region":
      return { regionId: (await findRegion(tx, subject)).id };
    case "service":
      return { serviceId: (await findService(tx, subject)).id };
    case "host":
      return { hostId: (await findHost(tx, subject)).id };
    case "check":
      return { checkId: (await findCheck(tx, subject)).id };
    case "organization":
      return {};
  }
}
