import type { Emit } from "@/lib/probes/host/emit";
import type { ProbeSeries } from "@/lib/probes/probe";

/** Turns counters into amounts per second between two readings; a counter that stepped back starts anew and says nothing. */
export function createRates(): (series: ProbeSeries, counter: number, monotonicMs: number, emit: Emit) => void {
  const before = new Map<ProbeSeries, { counter: number; at: number }>();
  return (series, counter, monotonicMs, emit) => {
    const was = before.get(series);
    if (!was) {
      before.set(series, { counter, at: monotonicMs });
      return;
    }
    const seconds = (monotonicMs - was.at) / 1000;
    const grown = counter - was.counter;
    was.counter = counter;
    was.at = monotonicMs;
    if (seconds > 0 && grown >= 0) emit(series, Math.round(grown / seconds));
  };
}
