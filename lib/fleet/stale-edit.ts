import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";

type Edited = { version: number; updatedBy: string; updatedAt: Date };

/** Refuses an edit of a row that has changed since it was read, saying who changed it and when. */
export function refuseStale(row: Edited, version: number): void {
  if (row.version === version) return;
  throw staleEdit(row);
}

/** The refusal of an edit that lost against `row`. */
export function staleEdit(row: Edited): Refusal {
  return new Refusal("conflict", "refusals.stale", {
    by: row.updatedBy,
    at: row.updatedAt.toISOString(),
    version: row.version,
  });
}

/** The columns that every edit writes. */
export function editedBy(ctx: Ctx) {
  return { version: { increment: 1 }, updatedBy: ctx.actor.name, updatedAt: ctx.now };
}

/** The columns that every new row starts with. */
export function madeBy(ctx: Ctx) {
  return { organizationId: ctx.org, updatedBy: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now };
}
