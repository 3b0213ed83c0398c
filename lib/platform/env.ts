import { z } from "zod";

const days = (fallback: number) => z.coerce.number().int().min(1).max(36_500).default(fallback);

const Settings = z.object({
  NODE_ENV: z.string().default("production"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  NOCTURNE_SECRET: z.string().min(32),
  NOCTURNE_DATA: z.string().optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  NOCTURNE_TRUSTED_PROXIES: z.string().default(""),
  NOCTURNE_EGRESS_ALLOW: z.string().default(""),
  NOCTURNE_ADMIN_EMAIL: z.string().optional(),
  NOCTURNE_ADMIN_PASSWORD: z.string().optional(),
  NOCTURNE_LATE_HOURS: z.coerce.number().min(0.1).max(24_000).default(24),
  NOCTURNE_HEAD_BYTES: z.coerce
    .number()
    .int()
    .min(1_000_000)
    .default(1024 ** 3),
  NOCTURNE_SERIES_LIMIT: z.coerce.number().int().min(1).default(100_000),
  NOCTURNE_RETENTION_RAW_DAYS: days(14),
  NOCTURNE_RETENTION_MINUTE_DAYS: days(90),
  NOCTURNE_RETENTION_HOUR_DAYS: days(730),
  NOCTURNE_RETENTION_DAY_DAYS: days(3650),
  NOCTURNE_RETENTION_LOG_DAYS: days(30),
  NOCTURNE_TEST_CLOCK: z.enum(["0", "1"]).default("0"),
  NOCTURNE_CHAOS: z.string().default(""),
  NOCTURNE_SUPERVISOR: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.output<typeof Settings>;

let read: Env | undefined;

/** The settings of this process, read once; throws one sentence that names each setting that is missing or wrong. */
export function env(): Env {
  if (read) return read;
  const parsed = Settings.safeParse(process.env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Settings are not usable. ${wrong.join("; ")}`);
  }
  read = parsed.data;
  return read;
}
