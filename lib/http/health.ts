import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";

export type Part = { name: string; ok: boolean; since?: string | undefined; reason?: string | undefined };
export type HealthDeps = { system: pg.Pool; supervisorFile: string | undefined; parts: () => Part[]; version: string };

const DATABASE_DEADLINE_MS = 1_500;

/** Answers /healthz (this process lives) and /readyz (it can do its work: database, store, and the processes beside it). False for other paths. */
export async function answerHealth(
  deps: HealthDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = request.url?.split("?")[0];
  if (path === "/healthz") {
    send(response, 200, { ok: true, version: deps.version });
    return true;
  }
  if (path !== "/readyz") return false;
  const parts = [await databasePart(deps.system), ...deps.parts(), ...(await supervisorParts(deps.supervisorFile))];
  const ok = parts.every((part) => part.ok);
  send(response, ok ? 200 : 503, { ok, version: deps.version, parts });
  return true;
}

async function databasePart(system: pg.Pool): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer in time")), DATABASE_DEADLINE_MS);
    });
    await Promise.race([system.query("SELECT 1"), late]);
    return { name: "database", ok: true };
  } catch (error) {
    return { name: "database", ok: false, reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}

type Supervised = { children?: Record<string, { state: string; restarts?: number; since?: string; ended?: string }> };

async function supervisorParts(file: string | undefined): Promise<Part[]> {
  if (!file) return [];
  const read = await readFile(file, "utf8").then(
    (text) => JSON.parse(text) as Supervised,
    () => undefined,
  );
  return Object.entries(read?.children ?? {}).map(([name, { state, since, restarts, ended }]) => ({
    name: `process ${name}`,
    ok: state === "running",
    since,
    ...(restarts ? { reason: `${state}; started again ${restarts} times, last after: ${ended ?? "unknown"}` } : {}),
  }));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}
