import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { logFilterShape, spanOf, whereOf } from "@/lib/telemetry/logs/log-filter";
import { readLogs } from "@/lib/telemetry/logs/read-logs";
import { SEVERITIES, SEVERITY_INDEX_SQL, type Severity } from "@/lib/telemetry/logs/severity";

export const CountLogs = z.strictObject({
  ...logFilterShape,
  buckets: z.coerce.number().int().min(1).max(240).default(60),
});
export type CountLogs = z.output<typeof CountLogs>;

/** Records per bucket and severity; buckets start at multiples of stepMs since 1970, and those without records are absent. */
export type LogCounts = {
  fromMs: number;
  toMs: number;
  stepMs: number;
  total: number;
  buckets: { ms: number; counts: Partial<Record<Severity, number>> }[];
};

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Counts the organization's log records over a range, with the same filter as the search. Throws the same refusals. */
export async function countLogs(ctx: Ctx, input: CountLogs): Promise<LogCounts> {
  permit(ctx, "signals.read");
  const span = spanOf(input, ctx.now);
  const wanted = (span.toMs - span.fromMs) / 1000 / input.buckets;
  const stepMs = (STEPS_S.find((step) => step >= wanted) ?? 86_400) * 1000;
  const values: unknown[] = [];
  const where = whereOf(ctx.org, input, span, values);
  const step = `$${values.push(stepMs)}::float8`;
  const rows = await readLogs<{ ms: number; severity: number; count: number }>(
    ctx.db.system,
    `SELECT floor(extract(epoch FROM at) * 1000 / ${step}) * ${step} AS ms, ${SEVERITY_INDEX_SQL} AS severity, count(*)::float8 AS count
     FROM store.log_record WHERE ${where} GROUP BY 1, 2 ORDER BY 1`,
    values,
  );
  const buckets = new Map<number, Partial<Record<Severity, number>>>();
  for (const { ms, severity, count } of rows) {
    const counts = buckets.get(ms) ?? {};
    counts[SEVERITIES[severity] ?? "unset"] = count;
    buckets.set(ms, counts);
  }
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return { ...span, stepMs, total, buckets: [...buckets].map(([ms, counts]) => ({ ms, counts })) };
}
