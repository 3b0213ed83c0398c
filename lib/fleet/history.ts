import { readReason } from "@/lib/fleet/state-now";
import { type Change, spansOf, UPTIME_WINDOWS_MS, uptimeOf, uptimeWindows } from "@/lib/fleet/uptime";
import type { StateChangeRow, StateSpan, Uptime, UptimeWindows } from "@/lib/fleet/uptime-shape";
import { groupBy } from "@/lib/kernel/group-by";
import type { Ctx } from "@/lib/platform/ctx";
import type { Tx } from "@/lib/platform/transaction";

type Subject = { id: string; state: string };

/** Uptime of the last 24 hours of each subject, from one query. */
export async function uptimesOfDay(
  ctx: Ctx,
  tx: Tx,
  kind: string,
  subjects: readonly Subject[],
): Promise<Map<string, Uptime>> {
  const nowMs = ctx.now.getTime();
  const window = { fromMs: nowMs - UPTIME_WINDOWS_MS.day, toMs: nowMs };
  const ids = subjects.map((subject) => subject.id);
  const changes = groupBy(await changesSince(ctx, tx, kind, ids, window.fromMs), (change) => change.id);
  return new Map(
    subjects.map(({ id, state }) => [id, uptimeOf(spansOf(changes.get(id) ?? [], state, window), window)]),
  );
}

/** Uptime over 24 hours, 7 and 30 days, and the last day as stretches, of one subject. */
export async function uptimeHistory(
  ctx: Ctx,
  tx: Tx,
  kind: string,
  { id, state }: Subject,
): Promise<{ uptime: UptimeWindows; spans: StateSpan[] }> {
  const nowMs = ctx.now.getTime();
  const changes = await changesSince(ctx, tx, kind, [id], nowMs - UPTIME_WINDOWS_MS.month);
  const day = { fromMs: nowMs - UPTIME_WINDOWS_MS.day, toMs: nowMs };
  return { uptime: uptimeWindows(changes, state, nowMs), spans: spansOf(changes, state, day) };
}

async function changesSince(
  ctx: Ctx,
  tx: Tx,
  kind: string,
  ids: readonly string[],
  fromMs: number,
): Promise<(Change & { id: string })[]> {
  const rows = await tx.stateChange.findMany({
    where: {
      organizationId: ctx.org,
      subjectKind: kind,
      subjectId: { in: [...ids] },
      at: { gt: new Date(fromMs), lte: ctx.now },
    },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    select: { subjectId: true, at: true, fromState: true, toState: true },
  });
  return rows.map(({ subjectId, at, fromState, toState }) => ({
    id: subjectId,
    atMs: at.getTime(),
    from: fromState,
    to: toState,
  }));
}

const RECENT = 50;

/** The latest changes of one subject, newest first. */
export async function recentChanges(
  ctx: Ctx,
  tx: Tx,
  kinds: readonly string[],
  subject: { id: string; name: string },
): Promise<StateChangeRow[]> {
  const rows = await tx.stateChange.findMany({
    where: { organizationId: ctx.org, subjectKind: { in: [...kinds] }, subjectId: subject.id },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: RECENT,
  });
  const regions = await regionNames(ctx, tx);
  return rows.map((row) => ({
    id: row.id,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    subjectName: subject.name,
    regionId: row.regionId,
    regionName: row.regionId ? (regions.get(row.regionId) ?? null) : null,
    from: row.fromState,
    to: row.toState,
    at: row.at.toISOString(),
    reason: readReason(row.reason),
  }));
}

async function regionNames(ctx: Ctx, tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.region.findMany({ where: { organizationId: ctx.org }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}
