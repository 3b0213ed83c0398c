import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { databaseProgram } from "@/bin/launch/database-program.js";
import { databaseUrl, startDatabase, stopDatabase } from "@/bin/launch/database-server.js";
import { databaseUser } from "@/bin/launch/database-user.js";

const PASSWORD = "test";

// Durability is switched off where a lost test database is no loss.
const FAST = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum_naptime: "10s",
  max_connections: "300",
};

export type TestServer = { url: string; stop(): Promise<void> };

/** A PostgreSQL for one run of the tests: TEST_DATABASE_URL when it is set, else an embedded one in a new folder that `stop` removes. */
export async function startTestServer({ durable = false } = {}): Promise<TestServer> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) return { url: given, stop: async () => undefined };
  const home = path.join(tmpdir(), `nocturne-tests-${userInfo().uid}`);
  await mkdir(home, { recursive: true, mode: 0o755 });
  await removeLeftovers(home);
  const folder = await mkdtemp(path.join(home, `run-${process.pid}-`));
  const data = path.join(folder, "data");
  const user = databaseUser(data);
  await chmod(folder, 0o755);
  const program = databaseProgram(home);
  const server = await startDatabase({ program, user, data, password: PASSWORD, settings: durable ? {} : FAST });
  return {
    url: databaseUrl(server, PASSWORD),
    async stop() {
      await stopDatabase(data, { mode: "immediate" });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What runs that were killed left behind: their servers are stopped, their folders removed. */
async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1] ?? 0);
    if (!pid || isAlive(pid)) continue;
    await stopDatabase(path.join(home, name, "data"), { mode: "immediate" });
    await rm(path.join(home, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
