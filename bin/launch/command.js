import { spawn } from "node:child_process";
import path from "node:path";
import { Sentence } from "./sentence.js";
import { ROOT } from "./sources.js";

/** Runs a command of dist/nocturne.js (or of its source) and answers what it printed; its complaint becomes the sentence. */
export function nocturne(words, { environment, source = false }) {
  const program = source ? ["--import", "tsx", "bin/nocturne.ts"] : ["dist/nocturne.js"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program, ...words], {
      cwd: ROOT,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [said, complained] = ["", ""];
    child.stdout.on("data", (bytes) => {
      said += bytes;
    });
    child.stderr.on("data", (bytes) => {
      complained += bytes;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(said.trim());
      else
        reject(
          new Sentence(complained.trim() || `${path.basename(program.at(-1))} ${words.join(" ")} ended with ${code}.`),
        );
    });
  });
}
