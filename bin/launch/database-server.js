import { spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./free-port.js";
import { fileTrouble, Sentence } from "./sentence.js";

const OWNER = "nocturne";
const START_SECONDS = 60;

// Collation by code point from PostgreSQL itself: an upgrade of the system's libc cannot corrupt an index.
// LC_CTYPE stays a UTF-8 one of libc, because pg_trgm asks it which characters make words (Korean ones too).
const INITDB = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"];
const LOCALES = ["C.UTF-8", "en_US.UTF-8", "UTF-8"];

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "%a.log",
  log_truncate_on_rotation: "on",
  log_rotation_size: "0",
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track": "all",
  track_io_timing: "on",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  max_connections: "100",
};

/**
 * Starts the embedded PostgreSQL on `data`, making it first when it is new; a server that already runs there is adopted.
 * `program` is from databaseProgram, `user` from databaseUser. The server is detached: Ctrl-C does not reach it, only stopDatabase does.
 */
export async function startDatabase({ program, user, data, password, settings = {}, port }) {
  assertMajor(program, data);
  const running = runningServer(data);
  if (running) return { ...(await ready(data, running.pid)), adopted: true };
  if (!existsSync(path.join(data, "PG_VERSION"))) initialise({ program, user, data, password });
  const listen = port ?? (await freePort());
  const options = Object.entries({ ...SETTINGS, port: String(listen), ...settings });
  const pid = await launch({
    program,
    user,
    data,
    options: options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  });
  return { ...(await ready(data, pid)), adopted: false };
}

/** The address of the owner's database on a server that startDatabase returned. */
export function databaseUrl({ port }, password, database = "postgres") {
  return `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Stops the server of `data` and waits until it is gone: "smart" lets sessions end, "fast" ends them, "immediate" as in a crash. */
export async function stopDatabase(data, { mode = "fast", seconds = 60 } = {}) {
  const running = runningServer(data);
  if (!running) return;
  signal(running.pid, { smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" }[mode]);
  for (let waited = 0; waited < seconds * 20; waited++) {
    if (!isAlive(running.pid)) return;
    await delay(50);
  }
  signal(running.pid, "SIGQUIT");
}

/** The process of the server that runs on `data` with its port and state, or undefined. */
export function runningServer(data) {
  const lines = readLines(path.join(data, "postmaster.pid"));
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid) || !isServerOf(data, pid)) return undefined;
  return { pid, port: Number(lines[3]), state: (lines[7] ?? "").trim() };
}

function assertMajor(program, data) {
  const major = readLines(path.join(data, "PG_VERSION"))[0];
  if (!major || major === program.major) return;
  throw new Sentence(
    `${data} was written by PostgreSQL ${major}, and this version of Nocturne brings PostgreSQL ${program.major}. ` +
      `Start the Nocturne that made it, take a backup, and restore it into a new NOCTURNE_DATA (docs/guide/upgrade.md).`,
  );
}

function initialise({ program, user, data, password }) {
  const secret = `${data}.password`;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(secret, password, { mode: 0o600 });
    if (user) for (const file of [data, secret]) chownSync(file, user.uid, user.gid);
    let said = "";
    for (const locale of LOCALES) {
      const options = [...INITDB, `--locale=${locale}`, `--username=${OWNER}`, `--pwfile=${secret}`, "-D", data];
      const made = spawnSync(program.bin("initdb"), options, {
        ...user,
        cwd: "/",
        env: environment(locale),
        encoding: "utf8",
      });
      if (made.status === 0) return;
      said = made.error?.message ?? `${made.stdout}\n${made.stderr}`;
      if (!/locale/i.test(said)) break;
    }
    rmSync(data, { recursive: true, force: true });
    throw initTrouble(said, data);
  } catch (error) {
    throw fileTrouble(error, data);
  } finally {
    rmSync(secret, { force: true });
  }
}

function initTrouble(said, data) {
  if (/No space left/i.test(said)) return fileTrouble({ code: "ENOSPC" }, data);
  if (/could not access|Permission denied|EACCES/i.test(said)) {
    return new Sentence(
      `The user that runs PostgreSQL cannot reach ${data}. Choose a folder outside a private home with NOCTURNE_DATA.`,
    );
  }
  const errors = said.split("\n").filter((line) => /error|fatal|not found|ENOENT/i.test(line));
  return new Sentence(`PostgreSQL could not be initialised in ${data}: ${errors.join(" ") || said.trim()}`);
}

// A postmaster killed hard leaves children that hold its shared memory for a moment; the first attempts may be refused.
async function launch({ program, user, data, options }) {
  for (let attempt = 1; ; attempt++) {
    const log = `${data}.log`;
    const output = openSync(log, "w", 0o600);
    const child = spawn(program.bin("postgres"), ["-D", data, ...options], {
      ...user,
      cwd: "/",
      env: environment("C.UTF-8"),
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.unref();
    const ended = await settled(child, data);
    if (!ended) return child.pid;
    const said = readFileSync(log, "utf8");
    if (attempt >= 40 || !/shared memory block|lock file .* already exists/i.test(said))
      throw startTrouble(said, data, ended);
    await delay(250);
  }
}

async function settled(child, data) {
  let ended;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, by) => {
    ended = `it ended with ${by ?? code}`;
  });
  for (let waited = 0; waited < START_SECONDS * 40 && !ended; waited++) {
    if (runningServer(data)?.state === "ready") return undefined;
    await delay(25);
  }
  return ended;
}

function startTrouble(said, data, ended) {
  if (/No space left/i.test(said)) return fileTrouble({ code: "ENOSPC" }, data);
  if (/Permission denied/i.test(said)) return fileTrouble({ code: "EACCES" }, data);
  const fatal = said.split("\n").find((line) => /FATAL|PANIC|error/i.test(line));
  return new Sentence(`PostgreSQL did not start on ${data}: ${fatal?.trim() ?? ended}. Its log is ${data}/log.`);
}

async function ready(data, pid) {
  for (let waited = 0; waited < START_SECONDS * 40; waited++) {
    const server = runningServer(data);
    if (server?.state === "ready") return server;
    if (!isAlive(pid)) break;
    await delay(25);
  }
  throw new Sentence(`PostgreSQL on ${data} is not ready after ${START_SECONDS} s. Its log is ${data}/log.`);
}

function environment(locale) {
  return { PATH: process.env.PATH ?? "", LC_ALL: locale, TZ: "UTC" };
}

function readLines(file) {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === "EPERM";
  }
}

// Where the launcher runs as a container's first process, an orphan's end may stay unreaped.
function isZombie(pid) {
  return /^\d+ \(.*\) Z/.test(readLines(`/proc/${pid}/stat`)[0] ?? "");
}

// After a reboot the number in the file may belong to another program.
function isServerOf(data, pid) {
  const command = readLines(`/proc/${pid}/cmdline`)[0];
  return command === undefined || command.split("\0").includes(data);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
