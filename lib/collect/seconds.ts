import type { AlignedClock } from "@/lib/collect/clock";

/** Calls `tick` once for each second of the console's time (with that second), `phaseMs` after it begins; stops when told. */
export function everySecond(clock: AlignedClock, phaseMs: number, tick: (second: number) => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout;
  // Below this a step back of the time is waited out; beyond it the console's time itself has moved and is followed.
  const PATIENCE_SECONDS = 5;

  function arm(): void {
    const into = (clock.nowMs() - phaseMs) % 1000;
    timer = setTimeout(run, Math.max(5, 1000 - into));
  }

  function run(): void {
    const second = Math.floor((clock.nowMs() - phaseMs + 2) / 1000);
    if (second > last || second < last - PATIENCE_SECONDS) {
      last = second;
      tick(second);
    }
    arm();
  }

  arm();
  return () => clearTimeout(timer);
}
