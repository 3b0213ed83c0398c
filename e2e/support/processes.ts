import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

type Child = { state: string; pid: number; restarts: number };
type Name = "web" | "worker" | "collector" | "database";

/** The processes of a product as its launcher publishes them. */
export function processesOf(data: string): Record<Name, Child> {
  return (JSON.parse(readFileSync(path.join(data, "launcher.json"), "utf8")) as { children: Record<Name, Child> })
    .children;
}

/** Ends a process of the product at once, as a crash would. */
export function crash(data: string, name: Name): void {
  process.kill(processesOf(data)[name].pid, "SIGKILL");
}

/** The status of /readyz, or 0 without an answer. */
async function readiness(address: string): Promise<number> {
  try {
    return (await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(3_000) })).status;
  } catch {
    return 0;
  }
}

/** Waits until /readyz says so, and answers how many milliseconds it took. */
export async function untilReady(address: string, wanted: "green" | "red", withinMs = 60_000): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < withinMs) {
    const status = await readiness(address);
    if ((status === 200) === (wanted === "green")) return performance.now() - started;
    await delay(50);
  }
  throw new Error(`/readyz did not turn ${wanted} within ${withinMs} ms`);
}
