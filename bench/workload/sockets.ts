import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";

export type Sockets = {
  /** Number of a message and monotonic milliseconds of its arrival, one pair per delivery since the last report. */
  report(): Promise<{ message: number; atMs: number }[]>;
  stop(): Promise<void>;
};
export type Listening = { url: string; count: number; cookie?: string; watch?: readonly number[] };

/** Opens sockets from one process of their own; resolves when all of them listen. */
export async function openSockets(leftovers: Leftovers, listening: Listening): Promise<Sockets> {
  const child = fork(path.join(import.meta.dirname, "sockets-program.ts"), { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  leftovers.add({ stop, kill: () => child.kill("SIGKILL") });
  child.send(listening);
  const [said] = (await Promise.race([once(child, "message"), ended])) as [unknown];
  if (said !== "listening") throw new Error(`the sockets could not be opened: ${JSON.stringify(said)}`);
  return {
    stop,
    async report() {
      const answered = once(child, "message");
      child.send("report");
      const [{ arrivals }] = (await answered) as [{ arrivals: number[] }];
      const pairs: { message: number; atMs: number }[] = [];
      for (let i = 0; i < arrivals.length; i += 2) {
        pairs.push({ message: arrivals[i] as number, atMs: arrivals[i + 1] as number });
      }
      return pairs;
    },
  };
}

/** Monotonic milliseconds on a clock that all processes of this machine share. */
export const sharedNowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
