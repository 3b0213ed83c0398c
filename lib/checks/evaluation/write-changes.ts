import type { JudgedChange, SubjectKind } from "@/lib/checks/evaluation/definition";
import { FAILED_KEY } from "@/lib/checks/judge";
import { recordAll } from "@/lib/identity/audit/record";
import { groupBy } from "@/lib/kernel/group-by";
import { newId } from "@/lib/kernel/ids";
import type { Ctx } from "@/lib/platform/ctx";
import { Prisma } from "@/lib/platform/db/generated/client";
import type { Lease } from "@/lib/platform/lease";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

/** Thrown when another worker judges this organization now; nothing was written. */
export class LeaseLost extends Error {}

// One transaction stays well under the statement and transaction limits, and the record chain's head is not held for long.
const AT_ONCE = 50;

const TABLES: Record<Exclude<SubjectKind, "service-region">, Prisma.Sql> = {
  service: Prisma.raw("service"),
  region: Prisma.raw("region"),
  host: Prisma.raw("host"),
  collector: Prisma.raw("collector"),
  check: Prisma.raw("check_definition"),
};

/**
 * Writes judged changes: each one's row (only where it still is in the state it was judged from), its state_change and its record, in one
 * transaction per fifty, and only while the lease is held. Answers how many were written.
 */
export async function writeChanges(ctx: Ctx, lease: Lease, changes: readonly JudgedChange[]): Promise<number> {
  let written = 0;
  for (let at = 0; at < changes.length; at += AT_ONCE) {
    written += await inTransaction(ctx, async (tx) => {
      await assertLease(tx, lease);
      return writeSome(ctx, tx, await explained(ctx, tx, changes.slice(at, at + AT_ONCE)));
    });
  }
  return written;
}

/** Writes down until when the organization's states were judged, only while the lease is held. */
export async function writeUntil(ctx: Ctx, lease: Lease): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await assertLease(tx, lease);
    await tx.$executeRaw`INSERT INTO evaluation (organization_id, until) VALUES (${ctx.org}::uuid, ${ctx.now})
      ON CONFLICT (organization_id) DO UPDATE SET until = greatest(evaluation.until, excluded.until)`;
  });
}

async function assertLease(tx: Tx, { name, holder, fence }: Lease): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`SELECT 1 FROM lease
    WHERE name = ${name} AND holder = ${holder} AND fence = ${fence} AND until > clock_timestamp()`;
  if (held.length === 0) throw new LeaseLost(`Another worker holds ${name}`);
}

async function writeSome(ctx: Ctx, tx: Tx, changes: readonly JudgedChange[]): Promise<number> {
  const written: JudgedChange[] = [];
  for (const [kind, group] of groupBy(changes, (change) => change.kind)) {
    written.push(
      ...(kind === "service-region" ? await savePlaces(ctx, tx, group) : await saveRows(ctx, tx, kind, group)),
    );
  }
  await tx.stateChange.createMany({
    data: written.map(({ kind, id, regionId, from, to, atMs, reason }) => ({
      organizationId: ctx.org,
      id: newId(atMs),
      subjectKind: kind,
      subjectId: id,
      regionId,
      fromState: from,
      toState: to,
      at: new Date(atMs),
      reason: flat(reason),
    })),
  });
  if (written.length > 0) await recordAll(tx, written.map(asRecord));
  return written.length;
}

function flat({ key, details }: JudgedChange["reason"]) {
  return { ...details, key };
}

async function saveRows(
  ctx: Ctx,
  tx: Tx,
  kind: keyof typeof TABLES,
  changes: readonly JudgedChange[],
): Promise<JudgedChange[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE ${TABLES[kind]} AS t SET state = c.to_state, state_since = c.at::timestamptz, state_reason = c.reason::jsonb
    FROM unnest(${changes.map((c) => c.id)}::uuid[], ${changes.map((c) => c.from)}::text[], ${changes.map((c) => c.to)}::text[],
      ${changes.map((c) => new Date(c.atMs).toISOString())}::text[], ${changes.map((c) => JSON.stringify(flat(c.reason)))}::text[])
      AS c (id, from_state, to_state, at, reason)
    WHERE t.organization_id = ${ctx.org}::uuid AND t.id = c.id AND t.state = c.from_state RETURNING t.id::text`;
  const saved = new Set(rows.map((row) => row.id));
  return changes.filter((change) => saved.has(change.id));
}

async function savePlaces(ctx: Ctx, tx: Tx, changes: readonly JudgedChange[]): Promise<JudgedChange[]> {
  const saved: JudgedChange[] = [];
  for (const change of changes) {
    const count = await tx.$executeRaw`
      INSERT INTO service_region AS place (organization_id, id, service_id, region_id, state, state_since, state_reason)
      SELECT ${ctx.org}::uuid, ${newId(change.atMs)}::uuid, service.id, ${change.regionId}::uuid, ${change.to},
        ${new Date(change.atMs)}, ${JSON.stringify(flat(change.reason))}::jsonb
      FROM service WHERE organization_id = ${ctx.org}::uuid AND id = ${change.id}::uuid
      ON CONFLICT (organization_id, service_id, region_id) DO UPDATE
      SET state = excluded.state, state_since = excluded.state_since, state_reason = excluded.state_reason
      WHERE place.state = ${change.from}`;
    if (count > 0) saved.push(change);
  }
  return saved;
}

function asRecord({ kind, id, regionId, from, to, atMs, reason }: JudgedChange) {
  const at = new Date(atMs).toISOString();
  const region = regionId === null ? {} : { region: regionId };
  return {
    kind: kind === "check" ? "checks.state-changed" : "fleet.state-changed",
    subject: { kind, id },
    before: { state: from },
    after: { state: to, at, reason: flat(reason), ...region },
  };
}

// What a failed check said is kept with the check when it is said; the change repeats it, so that history can tell.
async function explained(ctx: Ctx, tx: Tx, changes: readonly JudgedChange[]): Promise<JudgedChange[]> {
  const failed = changes.filter((change) => change.reason.key === FAILED_KEY).map((change) => change.id);
  if (failed.length === 0) return [...changes];
  const where = { organizationId: ctx.org, id: { in: failed } };
  const rows = await tx.check.findMany({ where, select: { id: true, lastResult: true } });
  const said = new Map(rows.map((row) => [row.id, row.lastResult]));
  return changes.map((change) => {
    const result = said.get(change.id) as { up?: unknown; reason?: unknown; detail?: unknown } | null | undefined;
    if (change.reason.key !== FAILED_KEY || !result || result.up === true) return change;
    const details = { why: String(result.reason ?? "none"), detail: String(result.detail ?? "") };
    return { ...change, reason: { key: FAILED_KEY, details } };
  });
}
