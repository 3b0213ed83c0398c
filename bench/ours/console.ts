import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Leftovers } from "@/bench/measure/leftovers";
import { PORTS } from "@/bench/peers/ports";
import { type Postgres, startPostgres } from "@/bench/peers/postgres";
import { startProgram } from "@/bench/peers/program";
import { ask, type Target } from "@/bench/workload/send";
import { buildProduct, generateClient, installDependencies } from "@/bin/launch/prepared.js";

export const ROOT = path.resolve(import.meta.dirname, "../..");
const ADMINISTRATOR = { email: "bench@nocturne.local", password: "a password that only the bench knows" };

export type Console = {
  url: string;
  postgres: Postgres;
  /** Its parts by name, for saying where the time goes. */
  parts: Record<"web" | "worker" | "postgres", number>;
  /** The whole server: web, worker and PostgreSQL with its backends. */
  pids: number[];
  write: Target;
  /** An administrator's key as a header. */
  authorization: { authorization: string };
  environment: NodeJS.ProcessEnv;
};

const run = promisify(execFile);

/** Runs the built product as `npm start` would, without its collector: embedded PostgreSQL, web and worker, with an administrator and keys. */
export async function startConsole(leftovers: Leftovers, settings: Record<string, string> = {}): Promise<Console> {
  await installDependencies();
  await generateClient();
  await buildProduct();
  const postgres = await startPostgres(leftovers);
  const folder = leftovers.folder("console");
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: "warn",
    DATABASE_URL: postgres.url,
    NOCTURNE_SECRET: "a secret of the bench, known to everybody",
    NOCTURNE_DATA: folder,
    NOCTURNE_ADMIN_EMAIL: ADMINISTRATOR.email,
    NOCTURNE_ADMIN_PASSWORD: ADMINISTRATOR.password,
    HOST: "127.0.0.1",
    PORT: String(PORTS.console),
    ...settings,
  };
  const command = async (...words: string[]) =>
    (await run(process.execPath, ["dist/nocturne.js", ...words], { cwd: ROOT, env: environment })).stdout.trim();
  await command("migrate");
  await command("first-run");
  const url = `http://127.0.0.1:${PORTS.console}`;
  const start = (name: string, ready: () => Promise<boolean>) =>
    startProgram(leftovers, {
      command: process.execPath,
      options: [...profiling(name), `dist/${name}.js`],
      environment,
      cwd: ROOT,
      log: path.join(folder, `${name}.log`),
      ready,
      seconds: 60,
    });
  const web = await start("web", async () => (await ask(`${url}/healthz`)).status === 200);
  const worker = await start("worker", async () => true);
  const key = await command("keys", "create", "--name", "bench", "--role", "administrator");
  const ingest = await command("keys", "create", "--name", "bench writer", "--role", "ingest");
  return {
    url,
    postgres,
    parts: { web: web.pid, worker: worker.pid, postgres: postgres.pid },
    pids: [web.pid, worker.pid, postgres.pid],
    write: { url: `${url}/api/v1/write`, headers: { authorization: `Bearer ${ingest}` } },
    authorization: { authorization: `Bearer ${key}` },
    environment,
  };
}

/** Signs the administrator in as a browser does and answers the Cookie header of the session. */
export async function signIn(url: string): Promise<string> {
  const csrf = await ask(`${url}/api/auth/csrf`);
  const { csrfToken } = JSON.parse(csrf.body.toString()) as { csrfToken: string };
  const form = new URLSearchParams({ ...ADMINISTRATOR, csrfToken, json: "true" });
  const answer = await ask(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      cookie: cookies(csrf.headers["set-cookie"]),
      origin: url,
    },
    body: form.toString(),
  });
  const cookie = cookies(answer.headers["set-cookie"]);
  if (!cookie.includes("nocturne.session="))
    throw new Error(`sign-in answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
  return cookie;
}

function cookies(lines: readonly string[] | undefined): string {
  return (lines ?? []).map((line) => line.split(";")[0]).join("; ");
}

// NOCTURNE_BENCH_PROFILE=<folder> leaves a CPU profile of each process there.
function profiling(name: string): string[] {
  const folder = process.env["NOCTURNE_BENCH_PROFILE"];
  return folder ? ["--cpu-prof", `--cpu-prof-dir=${path.join(folder, name)}`] : [];
}

/** CPU-seconds of each part in words, in units of `per`. */
export function sayParts(parts: Record<string, number>, per: number): string {
  return Object.entries(parts)
    .map(([name, seconds]) => `${name} ${(seconds / per).toFixed(2)}`)
    .join(", ");
}
