import { chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { databaseProgram } from "@/bin/launch/database-program.js";
import { databaseUrl, startDatabase, stopDatabase } from "@/bin/launch/database-server.js";
import { databaseUser } from "@/bin/launch/database-user.js";

export type Postgres = { url: string; pid: number };

/** An embedded PostgreSQL with the product's own settings (durable, unlike the one of tests) and an empty database. */
export async function startPostgres(leftovers: Leftovers): Promise<Postgres> {
  const folder = leftovers.folder("postgresql");
  chmodSync(folder, 0o755);
  const data = path.join(folder, "data");
  const user = databaseUser(data);
  const program = databaseProgram(path.join(tmpdir(), "nocturne-bench-programs"));
  const server = await startDatabase({ program, user, data, password: "bench" });
  leftovers.add({ stop: () => stopDatabase(data), kill: () => process.kill(server.pid, "SIGQUIT") });
  return { url: databaseUrl(server, "bench"), pid: server.pid };
}
