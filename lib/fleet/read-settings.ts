import { z } from "zod";
import {
  DEFAULT_SETTINGS,
  type SettingRow,
  type SettingsPage,
  type Targets,
  TargetsSchema,
  type Thresholds,
  ThresholdsSchema,
} from "@/lib/fleet/settings";
import { permit } from "@/lib/identity/permit";
import type { Ctx } from "@/lib/platform/ctx";
import { inTransaction, type Tx } from "@/lib/platform/transaction";

export const NoInput = z.strictObject({});

type Stored = { key: string; value: unknown; version: number; updatedBy: string; updatedAt: Date };

/** All settings with their versions; what nobody has set is the default with version 0. */
export async function showSettings(ctx: Ctx, _input: z.output<typeof NoInput>): Promise<SettingsPage> {
  permit(ctx, "fleet.read");
  const rows = await inTransaction(ctx, (tx) => tx.setting.findMany({ where: { organizationId: ctx.org } }));
  return {
    targets: { ...about(rows, "targets"), value: targetsOf(rows) },
    thresholds: { ...about(rows, "thresholds"), value: thresholdsOf(rows) },
  };
}

/** The organization's targets and thresholds as they hold now. */
export async function readSettings(tx: Tx, org: string): Promise<{ targets: Targets; thresholds: Thresholds }> {
  const rows = await tx.setting.findMany({ where: { organizationId: org } });
  return { targets: targetsOf(rows), thresholds: thresholdsOf(rows) };
}

/** The targets among stored settings; a stored value that no longer fits its schema is as good as none. */
export function targetsOf(rows: readonly Pick<Stored, "key" | "value">[]): Targets {
  return TargetsSchema.safeParse(storedValue(rows, "targets")).data ?? DEFAULT_SETTINGS.targets;
}

/** The thresholds among stored settings; a stored value that no longer fits its schema is as good as none. */
export function thresholdsOf(rows: readonly Pick<Stored, "key" | "value">[]): Thresholds {
  return ThresholdsSchema.safeParse(storedValue(rows, "thresholds")).data ?? DEFAULT_SETTINGS.thresholds;
}

function storedValue(rows: readonly Pick<Stored, "key" | "value">[], key: string): unknown {
  return rows.find((row) => row.key === key)?.value;
}

function about(rows: readonly Stored[], key: string): Omit<SettingRow<unknown>, "value"> {
  const row = rows.find((one) => one.key === key);
  return {
    version: row?.version ?? 0,
    updatedBy: row?.updatedBy ?? null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}
