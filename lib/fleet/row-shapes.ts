import type { PlaceRef } from "@/lib/fleet/overview-shape";
import { readReason, type StateNow } from "@/lib/fleet/state-now";
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
