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
      const known = byCollector.get(collector);
      if (!known) {
        if (byCollector.size >= MOST) byCollector.clear();
        byCollector.set(collector, { run, before: new Map() });
        return false;
      }
      if (known.run === run) return false;
      for (const [old, atMs] of known.before) if (nowMs - atMs > REMEMBER_MS) known.before.delete(old);
      if (known.before.has(run)) return true;
      known.before.set(known.run, nowMs);
      known.run = run;
      return false;
    },
  };
}
