import { setTimeout as delay } from "node:timers/promises";
import { Sentence } from "./sentence.js";

/** Waits until the console says that it is ready, or throws a sentence with what it said last. */
export async function waitUntilReady(address, seconds, logs) {
  const until = performance.now() + seconds * 1000;
  let last = "no answer";
  while (performance.now() < until) {
    try {
      const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
    } catch (error) {
      last = error.cause?.code ?? error.name;
    }
    await delay(100);
  }
  throw new Sentence(`The console is not ready after ${seconds} s (${last}). Its logs are in ${logs}.`);
}
