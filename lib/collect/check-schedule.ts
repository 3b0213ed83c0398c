import type { AssignedCheck } from "@/lib/probes/check-input";
import type { ProbeResult } from "@/lib/probes/probe";

export interface CheckScheduleDeps {
  /** Runs a check; never rejects. */
  readonly run: (check: AssignedCheck, signal: AbortSignal) => Promise<ProbeResult>;
  readonly finished: (check: AssignedCheck, result: ProbeResult, startedMs: number) => void;
  /** The console's time. */
  readonly nowMs: () => number;
  readonly mostAtOnce: number;
}

export interface CheckSchedule {
  /** Replaces what is checked; unchanged checks keep their places in time, changed ones run at once. */
  assign(checks: readonly AssignedCheck[]): void;
  /** Starts what is due in this second. */
  tick(second: number): void;
  stop(): void;
}

interface Entry {
  readonly check: AssignedCheck;
  readonly text: string;
  dueSecond: number;
  running: AbortController | undefined;
}

/**
 * Runs each check once in its interval, at a place in the interval that is the check's own, so that many checks of one interval spread.
 * A check is never run twice at a time: one that takes longer than its interval skips.
 */
export function createCheckSchedule(deps: CheckScheduleDeps): CheckSchedule {
  let entries = new Map<string, Entry>();
  let running = 0;

  function start(entry: Entry): void {
    const controller = new AbortController();
    const startedMs = deps.nowMs();
    entry.running = controller;
    running++;
    void deps.run(entry.check, controller.signal).then((result) => {
      running--;
      entry.running = undefined;
      if (!controller.signal.aborted) deps.finished(entry.check, result, startedMs);
    });
  }

  function entryFor(check: AssignedCheck): Entry {
    const text = JSON.stringify(check);
    const known = entries.get(check.id);
    if (known?.text === text) return known;
    known?.running?.abort();
    return { check, text, dueSecond: 0, running: undefined };
  }

  return {
    assign(checks) {
      const next = new Map(checks.map((check) => [check.id, entryFor(check)]));
      for (const [id, entry] of entries) if (!next.has(id)) entry.running?.abort();
      entries = next;
    },
    tick(second) {
      for (const entry of entries.values()) {
        if (running >= deps.mostAtOnce) return;
        if (entry.dueSecond > second || entry.running) continue;
        entry.dueSecond = nextDue(entry.check, second);
        start(entry);
      }
    },
    stop() {
      for (const entry of entries.values()) entry.running?.abort();
      entries.clear();
    },
  };
}

/** The next second at which a check is due after `second`: the same place in each interval, told by its id. */
export function nextDue(
  { id, intervalSeconds }: Pick<AssignedCheck, "id" | "intervalSeconds">,
  second: number,
): number {
  const interval = Math.max(1, Math.round(intervalSeconds));
  const phase = phaseOf(id) % interval;
  const next = Math.floor((second - phase) / interval) * interval + phase + interval;
  // The first run came at once and may stand just before the check's own place: half an interval apart at least.
  return next - second < interval / 2 ? next + interval : next;
}

function phaseOf(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) % 1_000_003;
  return hash;
}
