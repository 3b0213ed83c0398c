import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { fileTrouble, Sentence } from "./sentence.js";

const FIRST_START_BYTES = 300 * 1024 ** 2;

/** Makes the folder that holds everything Nocturne must not lose; nobody else may look inside. */
export function openDataFolder(folder) {
  try {
    const isNew = !existsSync(path.join(folder, "postgresql"));
    makeFolder(folder, 0o700);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (isNew) assertRoom(folder);
  } catch (error) {
    throw fileTrouble(error, folder);
  }
}

// Step by step: `recursive` of Node 20 never returns where a parent exists and takes no folders (/proc).
function makeFolder(folder, mode) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder), 0o755);
  mkdirSync(folder, { mode });
}

/** Lets the database's user pass through a folder of root's, and nobody else. */
export function letThrough(folder, user) {
  if (!user) return;
  chownSync(folder, 0, user.gid);
  chmodSync(folder, 0o710);
}

function assertRoom(folder) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= FIRST_START_BYTES) return;
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  throw new Sentence(
    `The disk that holds ${folder} is full: ${free} MB are free, 300 MB are needed. Free some space, then start again.`,
  );
}

/** A secret of the installation, made once and kept in a file that only this user reads. */
export function keptSecret(folder, name) {
  const file = path.join(folder, name);
  try {
    if (existsSync(file)) {
      const kept = readFileSync(file, "utf8").trim();
      if (kept.length >= 32) return kept;
      throw new Sentence(`${file} is damaged: it holds ${kept.length} characters. Restore it from a backup.`);
    }
    const secret = randomBytes(32).toString("base64url");
    writeWhole(file, `${secret}\n`);
    return secret;
  } catch (error) {
    throw fileTrouble(error, file);
  }
}

/** Writes a private file so that a reader sees the old text or the new, never a part. */
export function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}`;
  const out = openSync(unfinished, "w", 0o600);
  try {
    writeSync(out, text);
  } finally {
    closeSync(out);
  }
  renameSync(unfinished, file);
}

/** Makes this process the folder's only launcher; the returned function gives it up. */
export function lockDataFolder(folder) {
  const file = path.join(folder, "launcher.lock");
  const mine = JSON.stringify({ pid: process.pid, born: bornAt(process.pid) });
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const out = openSync(file, "wx", 0o600);
      writeSync(out, mine);
      closeSync(out);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw fileTrouble(error, folder);
      const holder = readHolder(file);
      if (holder && isAlive(holder)) {
        throw new Sentence(
          `Another Nocturne (process ${holder.pid}) runs on ${folder}. Stop it, or choose another folder with NOCTURNE_DATA.`,
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new Sentence(`${file} cannot be taken.`);
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return bornAt(pid) === born;
}

/** When a process began, in ticks since boot: together with its number it is never reused. Unknown outside Linux. */
function bornAt(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[19];
  } catch {
    return null;
  }
}
