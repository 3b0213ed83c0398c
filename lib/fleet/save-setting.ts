import { z } from "zod";
import { TargetsSchema, ThresholdsSchema } from "@/lib/fleet/settings";
import { editedBy, refuseStale, staleEdit } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

const version = z.number().int().min(0);

/** One setting, whole; `version` is the one that was read, 0 for a setting that nobody has set yet. */
export const SaveSetting = z.discriminatedUnion("key", [
  z.strictObject({ key: z.literal("targets"), version, value: TargetsSchema }),
  z.strictObject({ key: z.literal("thresholds"), version, value: ThresholdsSchema }),
]);

/** Sets what response times are held against, or when a host is no longer healthy. */
export async function saveSetting(ctx: Ctx, input: z.output<typeof SaveSetting>) {
  permit(ctx, "settings.manage");
  const { key, value } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await findSetting(ctx, tx, key);
    if (before) refuseStale(before, input.version);
    const won = before ? await change(ctx, tx, input) : await insert(ctx, tx, input);
    const after = await findSetting(ctx, tx, key);
    if (!after) throw new Error(`Setting ${key} vanished`);
    if (!won) throw staleEdit(after);
    const subject = { kind: "setting", id: key };
    await record(tx, "fleet.setting-changed", { subject, before: before?.value ?? null, after: value });
    return { value, version: after.version, updatedBy: after.updatedBy, updatedAt: after.updatedAt.toISOString() };
  });
}

type Input = z.output<typeof SaveSetting>;

function findSetting(ctx: Ctx, tx: Tx, key: string) {
  return tx.setting.findFirst({ where: { organizationId: ctx.org, key } });
}

async function change(ctx: Ctx, tx: Tx, { key, value, version: read }: Input): Promise<boolean> {
  const where = { organizationId: ctx.org, key, version: read };
  return (await tx.setting.updateMany({ where, data: { value, ...editedBy(ctx) } })).count > 0;
}

async function insert(ctx: Ctx, tx: Tx, { key, value }: Input): Promise<boolean> {
  const data = { organizationId: ctx.org, key, value, updatedBy: ctx.actor.name, updatedAt: ctx.now };
  return (await tx.setting.createMany({ data, skipDuplicates: true })).count > 0;
}
