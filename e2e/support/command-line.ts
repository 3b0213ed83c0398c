import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `npm run -s nocturne -- …` on the product that keeps its data in `data`, and answers what it printed. */
export async function nocturne(data: string, ...words: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ["bin/nocturne.js", ...words], {
    env: { ...process.env, NOCTURNE_DATA: data, NOCTURNE_TEST_CLOCK: "1" },
  });
  return stdout.trim();
}
