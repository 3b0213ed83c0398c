import { setTimeout as delay } from "node:timers/promises";

/** Waits until a question is answered with yes; throws with `what` when it is not within the seconds given. */
export async function until(
  what: string,
  answered: () => Promise<boolean> | boolean,
  { seconds = 30, everyMs = 50 } = {},
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await answered()) return;
    await delay(everyMs);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
