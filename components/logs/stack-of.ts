import type { LogCounts } from "@/lib/telemetry/logs/count-logs";
import { SEVERITIES, type Severity } from "@/lib/telemetry/logs/severity";

export type Column = { ms: number; total: number; parts: { severity: Severity; from: number; to: number }[] };

/** The bars of a histogram, the worst severity at the foot where even a small share is seen, and the highest bar's count (at least 1). */
export function stackOf({ buckets }: Pick<LogCounts, "buckets">): { columns: Column[]; most: number } {
  const columns = buckets.map(({ ms, counts }) => {
    let total = 0;
    const parts: Column["parts"] = [];
    for (const severity of SEVERITIES.toReversed()) {
      const count = counts[severity] ?? 0;
      if (count > 0) parts.push({ severity, from: total, to: total + count });
      total += count;
    }
    return { ms, total, parts };
  });
  return { columns, most: Math.max(1, ...columns.map(({ total }) => total)) };
}
