import { pino } from "pino";
import { env } from "@/lib/platform/env";

export type Log = Pick<import("pino").Logger, "info" | "warn" | "error" | "debug">;

let root: import("pino").Logger | undefined;

/** The process's log: JSON lines on stdout, secrets redacted by name, `part` says which module speaks. */
export function log(part: string): Log {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    redact: { paths: ["password", "token", "authorization", "cookie", "*.password", "*.token", "*.authorization"] },
  });
  return root.child({ part });
}
