import { z } from "zod";
import { record } from "@/lib/identity/audit/record";
import { asBearer } from "@/lib/identity/bearer";
import { hashToken, newToken } from "@/lib/identity/tokens";
import { newId } from "@/lib/kernel/ids";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { inTransaction, type Tx } from "@/lib/platform/transaction";
import type { EnrolAnswer } from "@/lib/probes/collector-wire";

const text = (most: number) => z.string().max(most);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const Enrol = z.strictObject({
  token: text(200),
  machineId: text(100).min(8),
  version: text(50),
  host: z.strictObject({
    name: text(200).trim().min(1),
    platform: text(50),
    release: text(200),
    architecture: text(50),
    cores: count,
    memoryBytes: count,
    addresses: z.array(text(100)).max(16),
  }),
});
type EnrolInput = z.output<typeof Enrol>;

const SHAPE = /^ne_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/;
const used = () => new Refusal("unauthenticated", "refusals.enrolmentGone");

/**
 * Exchanges a one-time code for a collector's own token. The code is taken and the rows are made in one transaction, so of two machines
 * that show one code one is refused. A machine that was here before gets its host and its collector back, under a new token.
 */
export async function enrol(
  base: Pick<Ctx, "db" | "now" | "locale" | "request">,
  input: EnrolInput,
): Promise<EnrolAnswer> {
  if (!SHAPE.test(input.token)) throw used();
  const hash = hashToken(input.token);
  const found = await asBearer(base.db, hash, (tx) =>
    tx.enrolment.findUnique({ where: { hash: new Uint8Array(hash) } }),
  );
  if (!found || found.usedAt || found.expiresAt <= base.now) throw used();
  const ctx: Ctx = { ...base, org: found.organizationId, actor: { kind: "system", name: "enrolment" } };
  return inTransaction(ctx, async (tx) => {
    const { count: taken } = await tx.enrolment.updateMany({
      where: { organizationId: ctx.org, id: found.id, usedAt: null, expiresAt: { gt: ctx.now } },
      data: { usedAt: ctx.now },
    });
    if (taken === 0) throw used();
    const host = await hostFor(tx, ctx, input, found.regionId);
    const { token, prefix, hash: tokenHash } = newToken("nc");
    const credentials = { tokenPrefix: prefix, tokenHash: new Uint8Array(tokenHash), machineId: input.machineId };
    const id = await collectorFor(tx, ctx, { input, hostId: host.id, regionId: found.regionId, credentials });
    await tx.enrolment.updateMany({ where: { organizationId: ctx.org, id: found.id }, data: { usedBy: id } });
    const after = { name: host.name, hostId: host.id, regionId: found.regionId, enrolmentId: found.id };
    await record(tx, "fleet.collector-enrolled", { subject: { kind: "collector", id }, after });
    return { collector: id, token, host: host.name };
  });
}

async function hostFor(tx: Tx, ctx: Ctx, { machineId, host }: EnrolInput, regionId: string | null) {
  const { name, ...facts } = host;
  const known = await tx.host.findFirst({ where: { organizationId: ctx.org, machineId } });
  if (known) return known;
  // A host that was added by hand waits for its machine under its name.
  const awaited = await tx.host.findFirst({ where: { organizationId: ctx.org, name, machineId: null } });
  if (awaited) {
    return tx.host.update({
      where: { organizationId_id: { organizationId: ctx.org, id: awaited.id } },
      data: { machineId, facts: facts as Prisma.InputJsonValue },
    });
  }
  const taken = await tx.host.count({ where: { organizationId: ctx.org, name } });
  return tx.host.create({
    data: {
      organizationId: ctx.org,
      id: newId(ctx.now.getTime()),
      // Two machines of one name stay apart in every chart.
      name: taken === 0 ? name : `${name.slice(0, 190)}-${machineId.slice(0, 6)}`,
      machineId,
      regionId,
      facts: facts as Prisma.InputJsonValue,
      stateSince: ctx.now,
      updatedBy: ctx.actor.name,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
}

type NewCollector = {
  input: EnrolInput;
  hostId: string;
  regionId: string | null;
  credentials: { tokenPrefix: string; tokenHash: Uint8Array<ArrayBuffer>; machineId: string };
};

async function collectorFor(tx: Tx, ctx: Ctx, { input, hostId, regionId, credentials }: NewCollector): Promise<string> {
  const known = await tx.collector.findFirst({
    where: { organizationId: ctx.org, hostId },
    orderBy: { createdAt: "desc" },
  });
  const fresh = { ...credentials, agentVersion: input.version, updatedBy: ctx.actor.name, updatedAt: ctx.now };
  if (known) {
    await tx.collector.update({
      where: { organizationId_id: { organizationId: ctx.org, id: known.id } },
      data: { ...fresh, previousHash: null, previousExpiresAt: null, revokedAt: null, version: { increment: 1 } },
    });
    return known.id;
  }
  const id = newId(ctx.now.getTime());
  const name = (
    await tx.host.findUniqueOrThrow({ where: { organizationId_id: { organizationId: ctx.org, id: hostId } } })
  ).name;
  const taken = await tx.collector.count({ where: { organizationId: ctx.org, name } });
  await tx.collector.create({
    data: {
      organizationId: ctx.org,
      id,
      name: taken === 0 ? name : `${name.slice(0, 190)}-${id.slice(-6)}`,
      hostId,
      regionId,
      ...fresh,
      stateSince: ctx.now,
      createdAt: ctx.now,
    },
  });
  return id;
}
