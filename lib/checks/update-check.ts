import { z } from "zod";
import { type CheckConfig, CONFIG_SCHEMAS, SECRET_FIELDS, splitSecrets } from "@/lib/checks/check-config";
import { CheckFields } from "@/lib/checks/check-fields";
import { openSecrets, sealSecrets } from "@/lib/checks/check-secrets";
import { findLiveCollector } from "@/lib/checks/create-check";
import { findCheck } from "@/lib/checks/find-check";
import { publicCheck } from "@/lib/checks/public-check";
import { findRegion, findService, idOf } from "@/lib/fleet/find";
import { Ref, Version } from "@/lib/fleet/name-input";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import type { Check, Prisma } from "@/lib/platform/db/generated/client";
import { groundSlot } from "@/lib/platform/ground";
import { inTransaction } from "@/lib/platform/transaction";

const { name, target, service, region, collector, degradedMs } = CheckFields;

/**
 * What is given is changed. A configuration is given whole, except that secret fields (password, headers) left out stay as they are and
 * null takes them away. Kind and short name stay.
 */
export const UpdateCheck = z.strictObject({
  check: Ref,
  version: Version,
  name: name.optional(),
  target,
  service,
  region,
  collector,
  degradedMs,
  intervalSeconds: z.number().int().min(1).max(86_400).optional(),
  timeoutMs: z.number().int().min(100).max(60_000).optional(),
  failuresToDown: z.number().int().min(1).max(100).optional(),
  successesToUp: z.number().int().min(1).max(100).optional(),
  config: z.record(z.string().max(50), z.unknown()).optional(),
});

/** Changes a check; what it asks is judged by its kind. */
export async function updateCheck(ctx: Ctx, input: z.output<typeof UpdateCheck>) {
  permit(ctx, "checks.manage");
  const { check, version, service: to, region: at, collector: by, config, ...fields } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await findCheck(tx, check);
    refuseStale(before, version);
    const data = {
      ...fields,
      ...(config ? configColumns(before, config) : {}),
      serviceId: await idOf(tx, findService, to),
      regionId: await idOf(tx, findRegion, at),
      collectorId: await idOf(tx, findLiveCollector, by),
      ...editedBy(ctx),
    };
    const { count } = await tx.check.updateMany({ where: { organizationId: ctx.org, id: before.id, version }, data });
    const after = await findCheck(tx, before.id);
    if (count === 0) throw staleEdit(after);
    const subject = { kind: "check", id: after.id };
    await record(tx, "checks.check-updated", { subject, before: publicCheck(before), after: publicCheck(after) });
    return publicCheck(after);
  });
}

function configColumns(before: Check, given: CheckConfig) {
  const { secret: installationSecret } = groundSlot.take();
  const removed = SECRET_FIELDS.filter((field) => given[field] === null);
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const parsed = CONFIG_SCHEMAS[before.kind as keyof typeof CONFIG_SCHEMAS].safeParse(present);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => ({
      path: ["config", ...issue.path].map(String).join("."),
      messageKey: "refusals.field.invalid",
    }));
    throw new Refusal("invalid", "refusals.invalid", {}, fields);
  }
  const { open, secret } = splitSecrets(parsed.data);
  const kept = Object.fromEntries(
    Object.entries(openSecrets(installationSecret, before)).filter(([field]) => !removed.includes(field as never)),
  );
  return {
    config: open as Prisma.InputJsonObject,
    secret: sealSecrets(installationSecret, before, { ...kept, ...secret }),
  };
}
