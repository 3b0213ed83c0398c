import path from "node:path";
import { keptSecret, letThrough } from "./data-folder.js";
import { databaseProgram } from "./database-program.js";
import { databaseUrl, runningServer, startDatabase, stopDatabase } from "./database-server.js";
import { databaseUser } from "./database-user.js";
import { Sentence } from "./sentence.js";

/** PostgreSQL's oldest version that Nocturne runs on, as the server numbers it. */
const OLDEST = 150_000;

/** The database of this installation: the one of DATABASE_URL, or the embedded one, started. */
export async function openDatabase(settings, more = {}) {
  return settings.databaseUrl ? openForeign(settings.databaseUrl) : openEmbedded(settings.data, more);
}

/** The URL of the embedded database if it runs on this folder now. */
export function runningUrl(folder) {
  const server = runningServer(path.join(folder, "postgresql"));
  return server?.state === "ready" ? databaseUrl(server, keptSecret(folder, "database-password")) : undefined;
}

async function openEmbedded(folder, { settings = {} }) {
  const data = path.join(folder, "postgresql");
  const user = databaseUser(data);
  letThrough(folder, user);
  const program = databaseProgram(path.join(folder, "programs"));
  const password = keptSecret(folder, "database-password");
  let server = await startDatabase({ program, user, data, password, settings });
  return {
    words: `embedded PostgreSQL ${program.version.split("-")[0]} ${server.adopted ? "still running, adopted" : "started"}`,
    url: databaseUrl(server, password),
    isRunning: () => runningServer(data) !== undefined,
    /** Starts it again where it was, after it died. */
    async restart() {
      server = await startDatabase({ program, user, data, password, settings, port: server.port });
    },
    pid: () => server.pid,
    stop: () => stopDatabase(data),
  };
}

async function openForeign(url) {
  // Only here, because it comes with the dependencies that the launcher may have just installed.
  const { default: pg } = await import("pg");
  const { host, pathname } = new URL(url);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "nocturne launcher",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
    );
    const [{ number, version }] = rows;
    if (number < OLDEST) {
      throw new Sentence(`DATABASE_URL leads to PostgreSQL ${version}; Nocturne needs PostgreSQL 15 or newer.`);
    }
    return { words: `PostgreSQL ${version.split(" ")[0]} at ${host}${pathname}`, url };
  } catch (error) {
    throw error instanceof Sentence
      ? error
      : new Sentence(`DATABASE_URL does not lead to a usable database: ${reason(error, host)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
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
