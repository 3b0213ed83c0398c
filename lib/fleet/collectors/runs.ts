/** Remembers which process of a collector speaks, to tell a reconnect from two machines that share one token and one spool. */
export interface Runs {
  /** True when this run was replaced by another one within the last ten minutes and now comes back: two of them are alive. */
  isBack(collector: string, run: string, nowMs: number): boolean;
}

const REMEMBER_MS = 600_000;
const MOST = 10_000;

/** An empty memory of runs, bounded to 10,000 collectors. */
export function createRuns(): Runs {
  const byCollector = new Map<string, { run: string; before: Map<string, number> }>();
  return {
    isBack(collector, run, nowMs) {
      if (byCollector.size >= MOST && !byCollector.has(collector)) byCollector.clear();
      const known = byCollector.get(collector);
      if (!known) byCollector.set(collector, { run, before: new Map() });
      if (!known || known.run === run) return false;
      forget(known.before, nowMs - REMEMBER_MS);
      if (known.before.has(run)) return true;
      known.before.set(known.run, nowMs);
      known.run = run;
      return false;
    },
  };
}

function forget(runs: Map<string, number>, beforeMs: number): void {
  for (const [run, atMs] of runs) if (atMs < beforeMs) runs.delete(run);
}
