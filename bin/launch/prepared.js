import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Sentence } from "./sentence.js";
import { hashOf, ROOT, sourcesHash } from "./sources.js";

const GENERATED = "lib/platform/db/generated/.made-from";
const BUILT = "dist/.made-from";

/** Installs the locked dependencies unless they are there already. */
export async function installDependencies() {
  if (isInstalled()) return { words: "present" };
  // Scripts of packages stay unrun: what must be done after an install is done by this launcher.
  const options = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
  await run(process.platform === "win32" ? "npm.cmd" : "npm", options, "The dependencies could not be installed");
  return { words: "installed" };
}

/** Whether npm's own note of what it installed agrees with the lock file (packages for other platforms aside). */
function isInstalled() {
  const [wanted, present] = ["package-lock.json", "node_modules/.package-lock.json"].map(readPackages);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || present[name]?.version === version || (optional && !present[name]),
  );
}

function readPackages(name) {
  const text = readStamp(name);
  return text ? JSON.parse(text).packages : {};
}

/** Writes the database client from the models unless it was written from the same ones. */
export function generateClient() {
  return unlessMade(GENERATED, hashOf(["prisma/schema.prisma", "prisma/models", "package-lock.json"]), async () => {
    const options = ["node_modules/prisma/build/index.js", "generate"];
    // The engine that `generate` would download is not needed to write the client.
    const environment = { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
    await run(process.execPath, options, "The database client could not be written", environment);
  });
}

/** Builds pages and processes for production unless they were built from the same sources. */
export function buildProduct() {
  if (!existsSync(path.join(ROOT, ".next/BUILD_ID"))) rmSync(path.join(ROOT, BUILT), { force: true });
  return unlessMade(BUILT, sourcesHash(), () =>
    run(process.execPath, ["bin/build.mjs"], "The build failed", { NODE_ENV: "production" }),
  );
}

async function unlessMade(stamp, hash, work) {
  if (readStamp(stamp) === hash) return { words: "unchanged" };
  await work();
  mkdirSync(path.dirname(path.join(ROOT, stamp)), { recursive: true });
  writeFileSync(path.join(ROOT, stamp), hash);
  return { words: "done" };
}

function readStamp(name) {
  const file = path.join(ROOT, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Runs a program of the set-up to its end; when it fails, the last of what it said follows the sentence. */
function run(program, options, trouble, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: ROOT,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    // The whole group: a build has children of its own.
    const endWithUs = () => process.kill(-child.pid, "SIGTERM");
    process.once("exit", endWithUs);
    let said = "";
    const listen = (bytes) => {
      said = (said + bytes).slice(-20_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("exit", endWithUs);
      if (code === 0) return resolve();
      reject(
        new Sentence(`${trouble}: ${path.basename(program)} ${options.join(" ")} ended with ${code}.${hint(said)}`, {
          cause: said,
        }),
      );
    });
  });
}

function hint(said) {
  if (/ENOSPC|No space left/.test(said)) return " The disk is full.";
  if (/EACCES|EPERM|EROFS/.test(said)) return ` ${ROOT} cannot be written by this user.`;
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|network/.test(said)) return " The npm registry cannot be reached.";
  // npm says what is wrong first and how it could be used last; builders the other way round.
  const lines = said.trim().split("\n");
  return `\n${[...lines.filter((line) => /error/i.test(line)).slice(0, 8), "…", ...lines.slice(-15)].join("\n")}`;
}
