import type { z } from "zod";
import { splitSecrets } from "@/lib/checks/check-config";
import { type CreateCheck, usualTarget } from "@/lib/checks/check-fields";
import { sealSecrets } from "@/lib/checks/check-secrets";
import { publicCheck } from "@/lib/checks/public-check";
import { unlessTaken } from "@/lib/fleet/constraint";
import { findCollector, findRegion, findService, idOf } from "@/lib/fleet/find";
import { slugOf } from "@/lib/fleet/name-input";
import { slugNeeded } from "@/lib/fleet/regions/create-region";
import { madeBy } from "@/lib/fleet/stale-edit";
import { record } from "@/lib/identity/audit/record";
import { permit } from "@/lib/identity/permit";
import { newId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { groundSlot } from "@/lib/platform/ground";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

/** Adds a check; it is asked from the next second on, by its collector or by the console. */
export async function createCheck(ctx: Ctx, input: z.output<typeof CreateCheck>) {
  permit(ctx, "checks.manage");
  return inTransaction(ctx, (tx) => insertCheck(ctx, tx, input));
}

/** Adds a check inside a transaction that does more than that; the caller has asked for permission. */
export async function insertCheck(ctx: Ctx, tx: Tx, input: z.output<typeof CreateCheck>) {
  const slug = input.slug ?? slugOf(input.name);
  if (!slug) throw slugNeeded();
  const { service, region, collector, config, ...fields } = input;
  const own = { ...madeBy(ctx), id: newId(ctx.now.getTime()) };
  const { open, secret } = splitSecrets(config);
  const data = {
    ...fields,
    ...own,
    slug,
    config: open as Prisma.InputJsonObject,
    secret: sealSecrets(groundSlot.take().secret, own, secret),
    target: input.target ?? usualTarget(input.kind),
    degradedMs: input.degradedMs ?? null,
    serviceId: (await idOf(tx, findService, service)) ?? null,
    regionId: (await idOf(tx, findRegion, region)) ?? null,
    collectorId: (await idOf(tx, findLiveCollector, collector)) ?? null,
    stateSince: ctx.now,
  };
  const after = publicCheck(await unlessTaken(tx.check.create({ data }), "refusals.slugTaken"));
  await record(tx, "checks.check-created", { subject: { kind: "check", id: after.id }, after });
  return after;
}

/** The collector of this id, refused when it may not send any more: a check given to it would never be asked. */
export async function findLiveCollector(tx: Tx, id: string) {
  const collector = await findCollector(tx, id);
  if (collector.revokedAt) throw new Refusal("conflict", "refusals.collectorRevoked");
  return collector;
}
