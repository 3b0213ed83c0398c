import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { keptSecret, letThrough, writeWhole } from "./data-folder.js";
import { databaseProgram } from "./database-program.js";
import { databaseUrl, runningServer, startDatabase, stopDatabase } from "./database-server.js";
import { databaseUser } from "./database-user.js";
import { freePort } from "./free-port.js";
import { assertPortFree } from "./port.js";
import { Sentence } from "./sentence.js";

/** PostgreSQL's oldest version that Nocturne runs on, as the server numbers it. */
const OLDEST = 150_000;
const NAME = "nocturne";

/** The database of this installation: the one of DATABASE_URL, or the embedded one, started; `undo` is told how to stop it. */
export async function openDatabase({ databaseUrl: given, data }, undo) {
  return given ? openForeign(given) : openEmbedded(data, undo);
}

/** The URL of the embedded database if it runs on this folder now. */
export function runningUrl(folder) {
  const server = runningServer(path.join(folder, "postgresql"));
  return server?.state === "ready" ? databaseUrl(server, keptSecret(folder, "database-password"), NAME) : undefined;
}

async function openEmbedded(folder, undo) {
  const data = path.join(folder, "postgresql");
  const user = databaseUser(data);
  letThrough(folder, user);
  const program = databaseProgram(path.join(folder, "programs"));
  const password = keptSecret(folder, "database-password");
  const port = await keptPort(folder);
  const start = () => startDatabase({ program, user, data, password, port });
  let server = await start();
  undo(() => stopDatabase(data));
  await createOnce(databaseUrl(server, password));
  return {
    words: `embedded PostgreSQL ${program.version.split("-")[0]} ${server.adopted ? "still running, adopted" : "started"}`,
    url: databaseUrl(server, password, NAME),
    isRunning: () => runningServer(data) !== undefined,
    /** Starts it again where it was, after it died. */
    async restart() {
      server = await start();
    },
    pid: () => server.pid,
  };
}

// The same port after every start, so that whoever was told of it (a check, a backup) still finds it.
async function keptPort(folder) {
  const file = path.join(folder, "database-port");
  const running = runningServer(path.join(folder, "postgresql"));
  if (running) return running.port;
  const kept = existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
  if (kept && (await isFree(kept))) return kept;
  const port = await freePort();
  writeWhole(file, `${port}\n`);
  return port;
}

function isFree(port) {
  return assertPortFree(port, "127.0.0.1").then(
    () => true,
    () => false,
  );
}

async function createOnce(url) {
  await asOwner(url, async (owner) => {
    const { rowCount } = await owner.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (!rowCount) await owner.query(`CREATE DATABASE ${NAME}`);
  });
}

/** Runs `work` on a connection of its own; the driver comes with the dependencies that the launcher may have just installed. */
async function asOwner(url, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "nocturne launcher",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function openForeign(url) {
  const { host, pathname } = new URL(url);
  const { number, version } = await asOwner(url, askVersion).catch((error) => {
    throw new Sentence(`DATABASE_URL does not lead to a usable database: ${reason(error, host)}`, { cause: error });
  });
  if (number < OLDEST) {
    throw new Sentence(`DATABASE_URL leads to PostgreSQL ${version}; Nocturne needs PostgreSQL 15 or newer.`);
  }
  return { words: `PostgreSQL ${version.split(" ")[0]} at ${host}${pathname}`, url };
}

async function askVersion(owner) {
  const { rows } = await owner.query(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  return rows[0];
}

function reason(error, host) {
  const words = {
    ECONNREFUSED: `nothing listens at ${host}.`,
    ENOTFOUND: `the host of ${host} is not known.`,
    EAI_AGAIN: `the host of ${host} is not known.`,
    ETIMEDOUT: `${host} does not answer.`,
    "28P01": "the user or the password is wrong.",
    28000: "the server refuses this user from here.",
    "3D000": "that database does not exist.",
  };
  return words[error.code] ?? (/timeout/i.test(error.message) ? words.ETIMEDOUT : `${error.message}.`);
}
