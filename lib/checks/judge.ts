import type { StateReason } from "@/lib/fleet/state-now";
import type { HealthState } from "@/lib/kernel/states";

/** What a check's owner has decided about it. */
export type CheckRules = {
  intervalSeconds: number;
  degradedMs: number | null;
  failuresToDown: number;
  successesToUp: number;
};

/** One answer of a check; `durationMs` null when it was not measured. */
export type CheckAnswer = { atMs: number; up: boolean; durationMs: number | null };

/** All that the judgement remembers of a check: its own state and how many answers in a row were of a kind. */
export type CheckMemory = {
  state: "healthy" | "degraded" | "down" | "unknown";
  lastMs: number | null;
  failed: number;
  troubled: number;
  up: number;
  fast: number;
  lastDurationMs: number | null;
};

/** Silence of this many intervals makes a check unknown. */
export const SILENT_INTERVALS = 3;

// Counters only need to reach the largest threshold that a check may have.
const COUNT_CAP = 1_000;

/** A check about which nothing is known yet. */
export const NOTHING_KNOWN: CheckMemory = {
  state: "unknown",
  lastMs: null,
  failed: 0,
  troubled: 0,
  up: 0,
  fast: 0,
  lastDurationMs: null,
};

/** Milliseconds of silence after which a check is unknown. */
export function silentAfterMs({ intervalSeconds }: Pick<CheckRules, "intervalSeconds">): number {
  return SILENT_INTERVALS * intervalSeconds * 1000;
}

/**
 * The memory after one more answer. Down after `failuresToDown` failures in a row; degraded after as many answers in a row that failed
 * or were slow; back after `successesToUp` good ones. An answer that is not newer than the last one changes nothing.
 */
export function judgeAnswer(rules: CheckRules, before: CheckMemory, answer: CheckAnswer): CheckMemory {
  if (before.lastMs !== null && answer.atMs <= before.lastMs) return before;
  const slow = answer.up && rules.degradedMs !== null && (answer.durationMs ?? 0) > rules.degradedMs;
  const fast = answer.up && !slow;
  const counted: CheckMemory = {
    state: before.state,
    lastMs: answer.atMs,
    failed: answer.up ? 0 : raise(before.failed),
    troubled: fast ? 0 : raise(before.troubled),
    up: answer.up ? raise(before.up) : 0,
    fast: fast ? raise(before.fast) : 0,
    lastDurationMs: answer.durationMs,
  };
  return { ...counted, state: nextState(rules, counted) };
}

function raise(count: number): number {
  return Math.min(COUNT_CAP, count + 1);
}

function nextState(rules: CheckRules, { state, failed, troubled, up, fast }: CheckMemory): CheckMemory["state"] {
  if (failed >= rules.failuresToDown) return "down";
  const back = fast >= rules.successesToUp ? "healthy" : "degraded";
  if (state === "down") return up < rules.successesToUp ? "down" : back;
  if (troubled >= rules.failuresToDown) return "degraded";
  if (state === "degraded") return back;
  return state === "unknown" && up === 0 ? "unknown" : "healthy";
}

/** The memory at an instant: unknown, with nothing counted, once the last answer is more than three intervals old. */
export function judgeSilence(rules: CheckRules, memory: CheckMemory, nowMs: number): CheckMemory {
  if (memory.lastMs === null || memory.state === "unknown") return memory;
  if (nowMs - memory.lastMs <= silentAfterMs(rules)) return memory;
  return { ...NOTHING_KNOWN, lastMs: memory.lastMs };
}

/** What stands around a check and outweighs its own answers. */
export type CheckSurroundings = {
  paused: boolean;
  /** Name of the window that covers it now. */
  maintenance: string | null;
  /** Name of its collector when that is silent. */
  silentCollector: string | null;
};

export type Judged = { state: HealthState; reason: StateReason };

/** The state that is shown and recorded, with its reason: paused, then maintenance, then a silent collector, then its own answers. */
export function judgeCheck(rules: CheckRules, memory: CheckMemory, around: CheckSurroundings): Judged {
  if (around.paused) return { state: "unknown", reason: { key: "check.paused", details: {} } };
  if (around.maintenance !== null) {
    return { state: "maintenance", reason: { key: "maintenance", details: { window: around.maintenance } } };
  }
  if (around.silentCollector !== null) {
    const details = { collector: around.silentCollector };
    return { state: "unknown", reason: { key: "check.collector-silent", details } };
  }
  return { state: memory.state, reason: reasonOf(rules, memory) };
}

/** What a failed check said last is filled in where the change is written down. */
export const FAILED_KEY = "check.failed";

function reasonOf(rules: CheckRules, memory: CheckMemory): StateReason {
  switch (memory.state) {
    case "healthy":
      return { key: "check.ok", details: {} };
    case "down":
      return { key: FAILED_KEY, details: { why: "none", detail: "" } };
    case "degraded":
      return { key: "check.slow", details: { durationMs: memory.lastDurationMs, limitMs: rules.degradedMs } };
    case "unknown":
      return memory.lastMs === null
        ? { key: "check.no-answer-yet", details: {} }
        : { key: "check.silent", details: { seconds: silentAfterMs(rules) / 1000 } };
  }
}
