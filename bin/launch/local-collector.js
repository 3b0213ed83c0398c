import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "./data-folder.js";
import { Sentence } from "./sentence.js";
import { ROOT } from "./sources.js";

// The collector holds little, and says so to the garbage collector.
const FRUGAL = ["--max-semi-space-size=1", "--max-old-space-size=96"];

/**
 * Makes this machine's own collector known to the console at `server`, once per database, and puts the console under its watch.
 * Answers how to run it. The collector is given no secret of the installation: it is a collector like any other.
 */
export async function localCollector({ folder, server, databaseUrl, program, command }) {
  const environment = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", NODE_ENV: "production" };
  const state = path.join(folder, "collector");
  const config = path.join(state, "collector.json");
  const mark = path.join(state, "enrolled-in");
  const wanted = markOf(databaseUrl);
  if (existsSync(config) && existsSync(mark) && readFileSync(mark, "utf8") === wanted) moveTo(config, server);
  else {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    await enrol([...program, "enrol", "--server", server, "--state", state], environment, command);
    const { collector } = JSON.parse(readFileSync(config, "utf8"));
    await command(["watch-itself", "--collector", collector, "--url", server]);
    writeWhole(mark, wanted);
  }
  return {
    words: "this machine's collector is enrolled",
    options: [...FRUGAL, ...program, "run", "--state", state],
    environment,
  };
}

// A console in development compiles this very address when it is first asked, which may outlast the collector's patience.
async function enrol(options, environment, command, attempts = 3) {
  const code = await command(["enrolments", "create"]);
  try {
    await run(options, { ...environment, NOCTURNE_COLLECTOR_CODE: code });
  } catch (error) {
    if (attempts <= 1) throw error;
    await enrol(options, environment, command, attempts - 1);
  }
}

// The port may have been changed since; the token still counts.
function moveTo(config, server) {
  const known = JSON.parse(readFileSync(config, "utf8"));
  if (known.server !== server) writeWhole(config, `${JSON.stringify({ ...known, server }, null, 2)}\n`);
}

function markOf(databaseUrl) {
  const { host, pathname } = new URL(databaseUrl);
  return createHash("sha256").update(`${host}${pathname}`).digest("hex");
}

function run(options, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, options, {
      cwd: ROOT,
      env: environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complained = "";
    child.stderr.on("data", (bytes) => {
      complained += bytes;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Sentence(
            `This machine's collector could not be enrolled: ${complained.trim() || `it ended with ${code}`}`,
          ),
        );
    });
  });
}
