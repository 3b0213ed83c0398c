import { z } from "zod";

const ms = z.number().int().min(1).max(60_000);
const share = z.number().gt(0).max(1);
const seconds = z.number().int().min(10).max(3_600);

/** What response times are held against, in milliseconds. */
export const TargetsSchema = z.strictObject({ apiMs: ms, dbMs: ms, cdnMs: ms });
export type Targets = z.output<typeof TargetsSchema>;

/** When a host is no longer healthy (shares 0..1) and when silence becomes unknown. */
export const ThresholdsSchema = z.strictObject({
  cpuRatio: share,
  cpuSeconds: seconds,
  memoryRatio: share,
  diskRatio: share,
  collectorSilentSeconds: seconds,
});
export type Thresholds = z.output<typeof ThresholdsSchema>;

/** What holds until an organization sets its own. */
export const DEFAULT_SETTINGS = {
  targets: { apiMs: 200, dbMs: 100, cdnMs: 250 },
  thresholds: { cpuRatio: 0.8, cpuSeconds: 300, memoryRatio: 0.85, diskRatio: 0.9, collectorSilentSeconds: 30 },
} as const satisfies { targets: Targets; thresholds: Thresholds };

/** A setting as it is shown: version 0 says that nobody has set it yet. */
export type SettingRow<T> = { value: T; version: number; updatedBy: string | null; updatedAt: string | null };
export type SettingsPage = { targets: SettingRow<Targets>; thresholds: SettingRow<Thresholds> };
