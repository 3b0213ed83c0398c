import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { AGGREGATES } from "@/lib/telemetry/query/aggregate";
import { evaluate } from "@/lib/telemetry/query/evaluate";
import { gridOf } from "@/lib/telemetry/query/grid";
import { parseSelector } from "@/lib/telemetry/query/selector";
import type { Labels } from "@/lib/telemetry/sample";
import { storeSlot } from "@/lib/telemetry/store/slot";
import { niceStep } from "@/lib/telemetry/store/step";

const MOST_SERIES = 1000;
const MOST_LINES = 100;
const FINEST_STEP_MS = 1000;
const MINUTE_MS = 60_000;

export const RunQuery = z.strictObject({
  /** `name{label="value"}`: the series it is about, at most 1,000. */
  match: z.string().min(1),
  fromMs: z.int().min(0),
  toMs: z.int().min(0),
  maxPoints: z.int().min(1).max(1000).default(300),
  /** Growth of counters, per second or per step. */
  pace: z.enum(["rate", "increase"]).optional(),
  aggregate: z
    .strictObject({ op: z.enum(AGGREGATES), by: z.array(z.string().max(200)).max(20).default([]) })
    .optional(),
  /** Of histograms: series with a label `le`. */
  quantile: z.number().min(0).max(1).optional(),
});

export type QueryAnswer = {
  stepMs: number;
  startMs: number;
  /** One value per step from startMs; null where there is none. At most 100 lines. */
  lines: { labels: Labels; values: (number | null)[] }[];
  /** There were more lines than are shown. */
  more: boolean;
};

/** Answers a typed query. Throws a Refusal when the selector is malformed, the range is backwards or more than 1,000 series match. */
export async function runQuery(ctx: Ctx, input: z.output<typeof RunQuery>): Promise<QueryAnswer> {
  permit(ctx, "signals.read");
  const { fromMs, toMs, maxPoints } = input;
  if (fromMs >= toMs) throw new Refusal("invalid", "telemetry.backwards");
  const store = storeSlot.take();
  const series = await store.select(ctx.org, parseSelector(input.match), MOST_SERIES + 1);
  if (series.length > MOST_SERIES) {
    throw new Refusal("unprocessable", "telemetry.tooManySeries", { limit: MOST_SERIES });
  }
  const stepMs = niceStep(Math.max(FINEST_STEP_MS, (toMs - fromMs) / maxPoints));
  const points = await store.range(
    ctx.org,
    series.map(({ id }) => id),
    {
      // One step more than is shown, so that a rate has something to grow from.
      fromMs: Math.max(0, fromMs - Math.max(stepMs, MINUTE_MS)),
      toMs,
      // Below the finest roll-up the samples themselves, with their stale markers, unless they are too many.
      ...(stepMs < MINUTE_MS ? { resolution: "raw" as const } : { stepMs }),
    },
  );
  const grid = gridOf(fromMs, toMs, stepMs);
  const lines = evaluate(series, points, grid, input);
  return {
    stepMs,
    startMs: grid.startMs,
    lines: lines.slice(0, MOST_LINES).map(({ labels, values }) => ({ labels, values: [...values].map(finite) })),
    more: lines.length > MOST_LINES,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
