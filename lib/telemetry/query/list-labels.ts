import { z } from "zod";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { storeSlot } from "@/lib/telemetry/store/slot";

const limit = z.coerce.number().int().min(1).max(10_000).default(1000);

export const ListLabels = z.strictObject({ limit });

/** The names of labels that any series has, sorted; `__name__` is the metric's name. */
export async function listLabels(ctx: Ctx, input: z.output<typeof ListLabels>): Promise<{ names: string[] }> {
  permit(ctx, "signals.read");
  return { names: await storeSlot.take().labelNames(ctx.org, input.limit) };
}

export const ListLabelValues = z.strictObject({ label: z.string().min(1).max(200), limit });

/** The values that a label has, sorted. */
export async function listLabelValues(
  ctx: Ctx,
  input: z.output<typeof ListLabelValues>,
): Promise<{ values: string[] }> {
  permit(ctx, "signals.read");
  return { values: await storeSlot.take().labelValues(ctx.org, input.label, input.limit) };
}
