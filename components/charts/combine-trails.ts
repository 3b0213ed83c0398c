import type { Trail } from "@/components/live/series-store";
import type { Combine } from "@/components/live/use-series";

/** Several series as one line: within each step their mean or maximum; steps in which none spoke stay empty. */
export function combineTrails(trails: readonly Trail[], combine: Combine, stepMs: number): Trail {
  const [only] = trails;
  if (trails.length === 1 && only) return only;
  const steps = new Map<number, { sum: number; count: number; most: number }>();
  for (const { ms, value } of trails) {
    ms.forEach((at, index) => {
      const each = value[index] ?? 0;
      const key = Math.floor(at / stepMs) * stepMs;
      const step = steps.get(key) ?? { sum: 0, count: 0, most: Number.NEGATIVE_INFINITY };
      steps.set(key, { sum: step.sum + each, count: step.count + 1, most: Math.max(step.most, each) });
    });
  }
  const sorted = [...steps].sort(([a], [b]) => a - b);
  return {
    ms: sorted.map(([at]) => at + stepMs / 2),
    value: sorted.map(([, { sum, count, most }]) => (combine === "max" ? most : sum / count)),
  };
}
