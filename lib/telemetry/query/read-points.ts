import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import { Refusal } from "@/lib/kernel/refusal";
import type { Ctx } from "@/lib/platform/ctx";
import { POINT_COLUMNS, writePoints } from "@/lib/telemetry/query/points-json";
import { RESOLUTIONS } from "@/lib/telemetry/sample";
import { storeSlot } from "@/lib/telemetry/store/slot";

const SERIES_AT_ONCE = 100;

const list = (text: string) => text.split(",").filter((part) => part !== "");

export const ReadPoints = z.strictObject({
  /** Ids, separated by commas. */
  series: z
    .string()
    .transform((text) => list(text).map(Number))
    .pipe(z.array(z.int().positive()).max(SERIES_AT_ONCE)),
  fromMs: z.coerce.number().int().min(0),
  toMs: z.coerce.number().int().min(0),
  maxPoints: z.coerce.number().int().min(1).max(1000).optional(),
  stepMs: z.coerce.number().int().min(1).optional(),
  resolution: z.enum(RESOLUTIONS).optional(),
  /** Which columns are wanted of buckets, separated by commas. */
  columns: z
    .string()
    .default("min,max,mean,last")
    .transform(list)
    .pipe(z.array(z.enum(POINT_COLUMNS))),
});

/** Points of series, written as JSON column by column: `{"series":[{"id","resolution","stepMs","ms":[...],"mean":[...]}]}`. */
export async function readPoints(ctx: Ctx, input: z.output<typeof ReadPoints>): Promise<Response> {
  permit(ctx, "signals.read");
  const { series, columns, ...range } = input;
  if (range.fromMs >= range.toMs) throw new Refusal("invalid", "telemetry.backwards");
  const points = await storeSlot.take().range(ctx.org, series, range);
  return new Response(writePoints(points, columns), {
    headers: { "content-type": "application/json", "cache-control": "private, no-store" },
  });
}
