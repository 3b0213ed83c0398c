import { z } from "zod";
import { findCollector } from "@/lib/fleet/find";
import type { CollectorRow, ProposalRow } from "@/lib/fleet/host-shape";
import { cut, named, type Page, PageInput, pageOf } from "@/lib/fleet/page";
import { placeRef, stateNow } from "@/lib/fleet/row-shapes";
import { permit } from "@/lib/identity/permit";
import { HEALTH_STATES } from "@/lib/kernel/states";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { inTransaction, type Tx } from "@/lib/platform/transaction";
import type { CheckInput } from "@/lib/probes/check-input";
import type { Proposal } from "@/lib/probes/collector-wire";

export const ListCollectors = z.strictObject({
  ...PageInput,
  state: z.enum(HEALTH_STATES).optional(),
  revoked: z.enum(["no", "only", "too"]).default("no"),
});
export const ShowCollector = z.strictObject({ collector: z.uuid() });

const REVOKED = { no: { revokedAt: null }, only: { revokedAt: { not: null } }, too: {} } as const;

/** Collectors by name, page by page, with what they propose; revoked ones only when asked for. */
export async function listCollectors(ctx: Ctx, input: z.output<typeof ListCollectors>): Promise<Page<CollectorRow>> {
  permit(ctx, "fleet.read");
  const { where: after, ...page } = pageOf(input);
  const where = { organizationId: ctx.org, state: input.state, ...REVOKED[input.revoked], ...named(input) };
  return inTransaction(ctx, async (tx) => {
    const found = cut(await findCollectors(tx, { AND: [where, after] }, page), input);
    return {
      items: found.page.map(collectorRow),
      nextCursor: found.nextCursor,
      total: await tx.collector.count({ where }),
    };
  });
}

/** One collector as the list shows it. */
export async function showCollector(ctx: Ctx, input: z.output<typeof ShowCollector>): Promise<CollectorRow> {
  permit(ctx, "fleet.read");
  return inTransaction(ctx, async (tx) => {
    const { id } = await findCollector(tx, input.collector);
    const [row] = await findCollectors(tx, { organizationId: ctx.org, id }, { take: 1 });
    if (!row) throw new Error("A collector vanished inside its own transaction");
    return collectorRow(row);
  });
}

function findCollectors(
  tx: Tx,
  where: Prisma.CollectorWhereInput,
  page: { take: number; orderBy?: Prisma.CollectorOrderByWithRelationInput[] },
) {
  return tx.collector.findMany({
    where,
    ...page,
    include: { host: { include: { region: true } }, region: true, _count: { select: { checks: true } } },
  });
}

function collectorRow(row: Awaited<ReturnType<typeof findCollectors>>[number]): CollectorRow {
  return {
    id: row.id,
    name: row.name,
    ...stateNow(row),
    host: row.host && { id: row.host.id, name: row.host.name },
    region: placeRef(row.region ?? row.host?.region),
    tokenPrefix: row.tokenPrefix,
    agentVersion: row.agentVersion,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    skewMs: row.skewMs,
    dropped: Number(row.dropped),
    spoolBytes: Number(row.spoolBytes),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    checks: row._count.checks,
    proposals: proposalsOf(row.proposals).map(proposalRow),
    version: row.version,
  };
}

/** What a collector proposes, as it told. */
export function proposalsOf(stored: unknown): Proposal[] {
  return Array.isArray(stored) ? (stored as Proposal[]) : [];
}

function proposalRow({ key, title, input }: Proposal): ProposalRow {
  return { key, title, kind: input.kind, target: addressOf(input) };
}

function addressOf(input: CheckInput): string {
  if ("url" in input) return input.url;
  if (input.kind === "dns") return input.name;
  return input.port === undefined ? input.host : `${input.host}:${input.port}`;
}
