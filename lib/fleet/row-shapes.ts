import type { PlaceRef } from "@/lib/fleet/overview-shape";
import { readReason, type StateNow, type StateReason } from "@/lib/fleet/state-now";
import type { HealthState } from "@/lib/kernel/states";

/** The state columns of a row as shapes hold them. */
export function stateNow(row: { state: string; stateSince: Date; stateReason: unknown }): StateNow {
  return {
    state: row.state as HealthState,
    since: row.stateSince.toISOString(),
    reason: readReason(row.stateReason),
  };
}

/** A region or service as others refer to it. */
export function placeRef(row: { id: string; slug: string; name: string } | null | undefined): PlaceRef | null {
  return row ? { id: row.id, slug: row.slug, name: row.name } : null;
}

/** What a check last said, as its row holds it; undefined when it has not said anything. */
export function saidBy(lastResult: unknown): { up: boolean; why: string; detail: string; at: string } | undefined {
  if (lastResult === null || typeof lastResult !== "object") return undefined;
  const { up, reason, detail, at } = lastResult as Record<string, unknown>;
  return { up: up === true, why: String(reason ?? "none"), detail: String(detail ?? ""), at: String(at ?? "") };
}

/** A failed check's reason with what the check said, which may be written down a moment after the state. */
export function explainedBy(reason: StateReason, lastResult: unknown): StateReason {
  const said = saidBy(lastResult);
  if (reason.key !== "check.failed" || reason.details["why"] !== "none" || !said || said.up) return reason;
  return { key: reason.key, details: { why: said.why, detail: said.detail } };
}
