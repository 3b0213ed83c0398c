import type { HealthState } from "@/lib/kernel/states";

/** Why something is in its state: a key under the messages `reasons`, and what the sentence needs. */
export type StateReason = { key: string; details: Record<string, string | number | boolean | null> };

/** A state, since when (ISO 8601) and why. */
export type StateNow = { state: HealthState; since: string; reason: StateReason };

/** How many there are in each state. */
export type StateCounts = Record<HealthState, number>;

/** Counts by state, zero for states that nothing is in. */
export function countStates(states: Iterable<HealthState>): StateCounts {
  const counts: StateCounts = { healthy: 0, maintenance: 0, unknown: 0, degraded: 0, down: 0 };
  for (const state of states) counts[state]++;
  return counts;
}

/** A stored reason as its shape; an empty or foreign value is the key `none`. */
export function readReason(stored: unknown): StateReason {
  if (stored === null || typeof stored !== "object") return { key: "none", details: {} };
  const { key, ...details } = stored as Record<string, string | number | boolean | null>;
  return typeof key === "string" ? { key, details } : { key: "none", details: {} };
}
