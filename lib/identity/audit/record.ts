import { linkHash } from "@/lib/identity/audit/chain";
import type { Ctx } from "@/lib/platform/ctx";
import type { Prisma } from "@/lib/platform/db/generated/client";
import { ctxOf, type Tx } from "@/lib/platform/transaction";

export type Change = {
  subject: { kind: string; id: string };
  before?: unknown;
  after?: unknown;
};

const NO_HASH = Buffer.alloc(32);

/**
 * Writes down a change in the transaction that makes it: audit trail, timeline, live signal and the worker's to-do are this one row.
 * The chain head's row lock gives an organization's records one gapless order. `kind` is in the past tense (`fleet.service-created`).
 */
export async function record(tx: Tx, kind: string, change: Change): Promise<bigint> {
  return recordAll(tx, [{ kind, ...change }]);
}

/** Writes down several changes of one transaction in their order, in as many statements as one takes; answers the last one's number. */
export async function recordAll(tx: Tx, changes: readonly (Change & { kind: string })[]): Promise<bigint> {
  const ctx = ctxOf(tx);
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: Uint8Array }[]>`
    INSERT INTO record_head (organization_id, seq, hash) VALUES (${ctx.org}::uuid, 0, ${NO_HASH})
    ON CONFLICT (organization_id) DO UPDATE SET seq = record_head.seq RETURNING seq, hash`;
  let seq = head?.seq ?? 0n;
  let hash: Uint8Array = head?.hash ?? NO_HASH;
  const rows = changes.map((change) => {
    const linked = linkOf(ctx, ++seq, hash, change);
    hash = linked.hash;
    return linked.row;
  });
  await tx.record.createMany({ data: rows });
  await tx.$executeRaw`UPDATE record_head SET seq = ${seq}, hash = ${Buffer.from(hash)} WHERE organization_id = ${ctx.org}::uuid`;
  await tx.$executeRaw`SELECT pg_notify('records', '')`;
  return seq;
}

function linkOf(
  ctx: Ctx,
  seq: bigint,
  previous: Uint8Array,
  { kind, subject, before, after }: Change & { kind: string },
) {
  const link = {
    organizationId: ctx.org,
    seq,
    atMs: ctx.now.getTime(),
    kind,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.kind === "system" ? null : ctx.actor.id,
    actorName: ctx.actor.name,
    subjectKind: subject.kind,
    subjectId: subject.id,
    before: plain(before),
    after: plain(after),
    ip: ctx.request?.ip ?? null,
  };
  const hash = linkHash(Buffer.from(previous), link);
  const { atMs, before: was, after: is, ...columns } = link;
  const row = {
    ...columns,
    at: ctx.now,
    ...(was === null ? {} : { before: was }),
    ...(is === null ? {} : { after: is }),
    prevHash: new Uint8Array(previous),
    hash: new Uint8Array(hash),
  };
  return { row, hash };
}

/** What jsonb will hold of a value: dates as text, no undefined, no secret columns. */
function plain(value: unknown): Prisma.InputJsonValue | null {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value, (key, inner) => {
    if (typeof inner === "bigint") return inner.toString();
    return /hash|password|secret|token/i.test(key) ? undefined : inner;
  });
  return JSON.parse(text) as Prisma.InputJsonValue;
}
