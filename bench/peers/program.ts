import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { until } from "@/bench/measure/until";

export type Program = { pid: number; stop(): Promise<void> };
export type Start = {
  command: string;
  options: readonly string[];
  environment?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Where its words go. */
  log: string;
  ready: () => Promise<boolean>;
  seconds?: number;
};

/** The program of that name where Debian installs it, or undefined when it is not installed. */
export function installed(name: string): string | undefined {
  return ["/usr/bin", "/usr/sbin", "/usr/local/bin"]
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/** Starts a program and waits until it answers; it ends with `stop`, or with the bench whatever happens. */
export async function startProgram(leftovers: Leftovers, start: Start): Promise<Program> {
  const output = openSync(start.log, "a");
  const child = spawn(start.command, start.options, {
    stdio: ["ignore", output, output],
    env: start.environment ?? process.env,
    ...(start.cwd ? { cwd: start.cwd } : {}),
  });
  closeSync(output);
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      ended = error.message;
      resolve();
    });
    child.once("exit", (code, signal) => {
      ended = `it ended with ${signal ?? code}`;
      resolve();
    });
  });
  const stop = async () => {
    if (ended !== undefined) return;
    const insist = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.kill("SIGTERM");
    await gone;
    clearTimeout(insist);
  };
  leftovers.add({ stop, kill: () => ended === undefined && child.kill("SIGKILL") });
  await until(
    `${start.command} is ready`,
    () => {
      if (ended !== undefined)
        throw new Error(`${start.command}: ${ended}\n${readFileSync(start.log, "utf8").slice(-2000)}`);
      return start.ready().catch(() => false);
    },
    { seconds: start.seconds ?? 30 },
  );
  return { pid: child.pid as number, stop };
}
