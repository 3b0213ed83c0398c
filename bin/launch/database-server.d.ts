import type { DatabaseProgram } from "./database-program.js";
import type { DatabaseUser } from "./database-user.js";

export type DatabaseServer = { pid: number; port: number; state: string; adopted: boolean };
export function startDatabase(options: {
  program: DatabaseProgram;
  user: DatabaseUser | undefined;
  data: string;
  password: string;
  settings?: Record<string, string>;
  port?: number;
}): Promise<DatabaseServer>;
export function databaseUrl(server: { port: number }, password: string, database?: string): string;
export function stopDatabase(
  data: string,
  options?: { mode?: "smart" | "fast" | "immediate"; seconds?: number },
): Promise<void>;
export function runningServer(data: string): { pid: number; port: number; state: string } | undefined;
