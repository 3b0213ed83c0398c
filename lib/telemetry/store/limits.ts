import type { Env } from "@/lib/platform/env";
import type { RetentionDays } from "@/lib/telemetry/store/step";

/** What bounds a store: how late a sample may be, how much one process keeps in memory, how many series an organization may have. */
export type StoreLimits = {
  lateHours: number;
  headBytes: number;
  seriesPerOrganization: number;
  retentionDays: RetentionDays;
};

/** The limits that this installation's settings say. */
export function storeLimits(env: Env): StoreLimits {
  return {
    lateHours: env.NOCTURNE_LATE_HOURS,
    headBytes: env.NOCTURNE_HEAD_BYTES,
    seriesPerOrganization: env.NOCTURNE_SERIES_LIMIT,
    retentionDays: {
      raw: env.NOCTURNE_RETENTION_RAW_DAYS,
      minute: env.NOCTURNE_RETENTION_MINUTE_DAYS,
      hour: env.NOCTURNE_RETENTION_HOUR_DAYS,
      day: env.NOCTURNE_RETENTION_DAY_DAYS,
    },
  };
}
