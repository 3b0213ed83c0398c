import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { writeWhole } from "./data-folder.js";
import { logFile } from "./log-file.js";
import { ROOT } from "./sources.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A child that ran this long has recovered: the next pause is short again. */
const STEADY_MS = 60_000;
const PATIENCE_MS = 15_000;
const WATCH_MS = 300;
const LEASH = path.join(import.meta.dirname, "leash.js");

/**
 * Runs processes and starts again whichever dies, after a pause that doubles from half a second to half a minute.
 * Their states are kept in `<data>/launcher.json`, which /readyz reads.
 */
export function superviseChildren({ data, say, firstPauseMs = FIRST_PAUSE_MS }) {
  const children = new Map();
  let stopping = false;
  const publish = () => {
    const states = Object.fromEntries([...children].map(([name, child]) => [name, child.shown]));
    try {
      writeWhole(path.join(data, "launcher.json"), `${JSON.stringify({ pid: process.pid, children: states })}\n`);
    } catch {
      // On a full disk the state is stale for a while; the children matter more.
    }
  };
  const show = (name, change) => {
    const child = children.get(name);
    child.shown = { ...child.shown, ...change };
    publish();
  };
  const comeBack = (name, ended, again) => {
    if (stopping) return;
    const child = children.get(name);
    const lived = performance.now() - child.startedMs;
    child.pauseMs = lived > STEADY_MS ? firstPauseMs : Math.min(child.pauseMs * 2, LONGEST_PAUSE_MS);
    say(`${name} ended (${ended}); it starts again in ${(child.pauseMs / 1000).toFixed(1)} s`);
    show(name, { state: "restarting", restarts: child.shown.restarts + 1, ended, at: new Date().toISOString() });
    child.timer = setTimeout(again, child.pauseMs);
  };
  const begin = (name, pid) => {
    children.get(name).startedMs = performance.now();
    show(name, { state: "running", pid, since: new Date().toISOString() });
  };
  const add = (name) => {
    children.set(name, { pauseMs: firstPauseMs / 2, startedMs: 0, shown: { state: "starting", restarts: 0 } });
  };
  return {
    /** Runs `node <options>` under `name` until stop. */
    start(name, options, environment) {
      add(name);
      const write = logFile(path.join(data, "logs", `${name}.log`));
      const run = () => {
        const child = spawnNode(options, environment);
        children.get(name).process = child;
        listen(child, name, write, say);
        child.once("exit", (code, signal) => comeBack(name, signal ?? `exit code ${code}`, run));
        begin(name, child.pid);
      };
      run();
    },
    /** Watches a database that is not our child (it may have been adopted) and brings it back when it dies. */
    watchDatabase(database) {
      add("database");
      begin("database", database.pid());
      const watch = () => {
        if (stopping) return;
        const child = children.get("database");
        if (database.isRunning()) child.timer = setTimeout(watch, WATCH_MS);
        else comeBack("database", "it is gone", bringBack);
      };
      const bringBack = () =>
        database.restart().then(
          () => {
            begin("database", database.pid());
            watch();
          },
          (error) => comeBack("database", error.message, bringBack),
        );
      watch();
    },
    /** Asks every process to end, waits, then insists; resolves when all are gone. */
    async stop() {
      stopping = true;
      for (const child of children.values()) clearTimeout(child.timer);
      await Promise.all([...children.values()].map((child) => child.process && endProcess(child.process)));
    },
    /** Ends every process at once. */
    kill() {
      for (const child of children.values()) child.process?.kill("SIGKILL");
    },
  };
}

function spawnNode(options, environment) {
  return spawn(process.execPath, ["--import", LEASH, ...options], {
    cwd: ROOT,
    env: environment,
    // Its own process group: Ctrl-C in the terminal reaches the launcher alone, which ends its children in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

function listen(child, name, write, say) {
  child.on("error", (error) => say(`${name}: ${error.message}`));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      write(`${line}\n`);
      const words = worthSaying(line, stream === child.stderr);
      if (words) say(`${name}: ${words}`);
    });
  }
}

/** The words of a log line that a person at the terminal should see: errors, and whatever is not a log line. */
function worthSaying(line, isError) {
  if (!line.startsWith("{")) return isError ? line : undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    return level >= 50 ? [msg, err?.message].filter(Boolean).join(": ") : undefined;
  } catch {
    return line;
  }
}

function endProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.once("exit", () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
