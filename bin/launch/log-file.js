import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";

const LARGEST_BYTES = 10 * 1024 ** 2;
const KEPT = 4;

/** Appends what a child says to `file`; at 10 MB it is set aside, and the last four are kept. A full disk silences it, nothing else. */
export function logFile(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (text) => {
    try {
      if (bytes > LARGEST_BYTES) {
        setAside(file);
        bytes = 0;
      }
      appendFileSync(file, text, { mode: 0o600 });
      bytes += text.length;
    } catch (error) {
      if (error.code !== "ENOSPC" && error.code !== "EDQUOT") throw error;
    }
  };
}

function setAside(file) {
  for (let age = KEPT - 1; age >= 0; age--) {
    const from = age === 0 ? file : `${file}.${age}`;
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${age + 1}`);
  }
}
