import { Sentence } from "./sentence.js";

const HURRY = "Press Ctrl-C again to end at once.";

/** Runs `work` so that Ctrl-C, SIGTERM or an error undoes, newest first, what was handed to `undo`; then ends the process. */
export async function untilStopped(work) {
  const undoings = [];
  let ending = false;
  const end = async (code, words) => {
    if (ending) return;
    ending = true;
    if (words) process.stderr.write(`\n${words}\n`);
    for (const undoing of undoings.reverse()) {
      await Promise.resolve(undoing()).catch((error) => process.stderr.write(`${error.message}\n`));
    }
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (ending && signal === "SIGINT") process.exit(130);
      void end(0, `Stopping. ${signal === "SIGINT" ? HURRY : ""}`.trim());
    });
  }
  try {
    await work({ undo: (undoing) => undoings.push(undoing), isEnding: () => ending });
  } catch (error) {
    if (!ending) await end(1, error instanceof Sentence ? error.message : error.stack);
  }
}
