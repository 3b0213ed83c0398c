import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { parseSelector } from "@/lib/telemetry/query/selector";
import type { SeriesInfo } from "@/lib/telemetry/sample";
import { storeSlot } from "@/lib/telemetry/store/slot";

export const SelectSeries = z.strictObject({
  /** `name{label="value"}`; empty for all. */
  match: z.string().default(""),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
});

/** The series that a selector chooses, at most `limit`; `more` says that there are others. Throws a Refusal for a malformed selector. */
export async function selectSeries(
  ctx: Ctx,
  { match, limit }: z.output<typeof SelectSeries>,
): Promise<{ series: SeriesInfo[]; more: boolean }> {
  permit(ctx, "signals.read");
  const found = await storeSlot.take().select(ctx.org, parseSelector(match), limit + 1);
  return { series: found.slice(0, limit), more: found.length > limit };
}
