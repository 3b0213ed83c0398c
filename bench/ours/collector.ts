import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Leftovers } from "@/bench/measure/leftovers";
import { type Console, ROOT } from "@/bench/ours/console";
import { type Program, startProgram } from "@/bench/peers/program";

const run = promisify(execFile);
const BUNDLE = path.join(ROOT, "dist/collector.js");
// As the launcher and the service file start it.
const FRUGAL = ["--max-semi-space-size=1", "--max-old-space-size=96"];

export type Collector = Program & { id: string };

/** Enrols this machine at the console and runs its collector as `npm start` does. */
export async function startCollector(leftovers: Leftovers, ours: Console): Promise<Collector> {
  const state = leftovers.folder("collector");
  const cli = { cwd: ROOT, env: ours.environment };
  const code = (await run(process.execPath, ["dist/nocturne.js", "enrolments", "create"], cli)).stdout.trim();
  const environment: NodeJS.ProcessEnv = { PATH: process.env["PATH"], HOME: state, NODE_ENV: "production" };
  await run(process.execPath, [BUNDLE, "enrol", "--server", ours.url, "--state", state], {
    cwd: ROOT,
    env: { ...environment, NOCTURNE_COLLECTOR_CODE: code },
  });
  const { collector: id } = JSON.parse(readFileSync(path.join(state, "collector.json"), "utf8")) as {
    collector: string;
  };
  const program = await startProgram(leftovers, {
    command: process.execPath,
    options: [...FRUGAL, BUNDLE, "run", "--state", state],
    environment,
    cwd: ROOT,
    log: path.join(state, "bench.log"),
    ready: async () => true,
  });
  return { ...program, id };
}
