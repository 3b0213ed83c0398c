import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { PORTS } from "@/bench/peers/ports";
import { startPostgres } from "@/bench/peers/postgres";
import { startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

export type BareWs = { parts: Record<string, number>; url: string; socketUrl: string };

/** The bare `ws` server with a PostgreSQL of its own. */
export async function startBareWs(leftovers: Leftovers): Promise<BareWs> {
  const postgres = await startPostgres(leftovers);
  const url = `http://127.0.0.1:${PORTS.bareWs}/`;
  const program = await startProgram(leftovers, {
    command: process.execPath,
    options: ["--import", "tsx", path.join(import.meta.dirname, "bare-ws-server.ts")],
    environment: { ...process.env, DATABASE_URL: postgres.url, PORT: String(PORTS.bareWs) },
    log: path.join(leftovers.folder("bare-ws"), "log"),
    ready: async () => (await ask(url, { method: "POST" })).status === 204,
  });
  return { parts: { server: program.pid, postgres: postgres.pid }, url, socketUrl: `ws://127.0.0.1:${PORTS.bareWs}/` };
}
