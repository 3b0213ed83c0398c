import { checksFor } from "@/lib/fleet/collectors/checks-for";
import type { FoundCollector } from "@/lib/fleet/collectors/find-collector";
import { type Greeting, greet } from "@/lib/fleet/collectors/greeting";
import { record } from "@/lib/identity/audit/record";
import type { Ctx } from "@/lib/platform/ctx";
import type { Collector, Prisma } from "@/lib/platform/db/generated/client";
import { inTransaction, type Tx } from "@/lib/platform/transaction";
import type { ChecksMessage, Hello } from "@/lib/probes/collector-wire";

export type Admitted = ChecksMessage & {
  readonly epoch: number;
  readonly ackSeq: number;
  readonly host: string | null;
};

/**
 * Greets a collector in one transaction: its row is locked, its epoch continued or granted, what it said of itself is written down.
 * Answers undefined when the token is in wrong hands, which is recorded once per machine that shows it.
 */
export function welcome(
  ctx: Ctx,
  found: FoundCollector,
  hello: Hello,
  installationSecret: string,
): Promise<Admitted | undefined> {
  return inTransaction(ctx, async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM collector WHERE organization_id = ${ctx.org}::uuid AND id = ${found.id}::uuid FOR UPDATE`;
    const row = await tx.collector.findUniqueOrThrow({
      where: { organizationId_id: { organizationId: ctx.org, id: found.id } },
      include: { host: true },
    });
    const greeting = greet({ ...row, epoch: Number(row.epoch), ackSeq: Number(row.ackSeq) }, hello);
    if (greeting.kind === "intruder") {
      await flag(tx, ctx, row, hello.machineId);
      return undefined;
    }
    await tx.collector.update({
      where: { organizationId_id: { organizationId: ctx.org, id: row.id } },
      data: {
        ...granted(greeting),
        agentVersion: hello.version,
        lastSeenAt: ctx.now,
        skewMs: skewOf(hello.wallMs, ctx.now),
        dropped: BigInt(hello.droppedSamples),
        proposals: hello.proposals as unknown as Prisma.InputJsonValue,
      },
    });
    await rememberFacts(tx, ctx, row.host, hello);
    const ackSeq = greeting.kind === "continue" ? greeting.ackSeq : 0;
    return {
      ...(await checksFor(tx, row.id, installationSecret)),
      epoch: greeting.epoch,
      ackSeq,
      host: row.host?.name ?? null,
    };
  });
}

/** The machine's wall clock minus the console's, within what the column holds. */
export function skewOf(wallMs: number, now: Date): number {
  return Math.round(Math.max(-2_147_483_648, Math.min(2_147_483_647, wallMs - now.getTime())));
}

function granted(greeting: Exclude<Greeting, { kind: "intruder" }>) {
  if (greeting.kind === "continue") return {};
  const { machineId, lineage } = greeting;
  return { machineId, lineage, epoch: BigInt(greeting.epoch), ackSeq: 0n };
}

async function flag(tx: Tx, ctx: Ctx, row: Collector, machineId: string): Promise<void> {
  const known = row.intruder as { machineId?: string } | null;
  if (known?.machineId === machineId) return;
  const intruder = { machineId, ip: ctx.request?.ip ?? null, atMs: ctx.now.getTime() };
  await tx.collector.update({
    where: { organizationId_id: { organizationId: ctx.org, id: row.id } },
    data: { intruder },
  });
  await record(tx, "fleet.collector-copied", { subject: { kind: "collector", id: row.id }, after: intruder });
}

async function rememberFacts(
  tx: Tx,
  ctx: Ctx,
  host: { id: string; facts: unknown; machineId: string | null } | null,
  hello: Hello,
) {
  if (!host) return;
  const { name: _, ...facts } = hello.host;
  const same =
    host.machineId === hello.machineId && JSON.stringify(sorted(host.facts)) === JSON.stringify(sorted(facts));
  if (same) return;
  await tx.host.update({
    where: { organizationId_id: { organizationId: ctx.org, id: host.id } },
    data: { machineId: hello.machineId, facts: facts as unknown as Prisma.InputJsonValue },
  });
}

// jsonb gives keys back in an order of its own.
function sorted(facts: unknown): unknown {
  return facts !== null && typeof facts === "object" ? Object.entries(facts).sort() : facts;
}
