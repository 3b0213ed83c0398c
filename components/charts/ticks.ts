const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 7, 14, 30].map((n) => n * DAY),
];

/** Round instants within a stretch of time, at most `most`, aligned to the wall clock of a zone that is `offsetMs` ahead of UTC. */
export function timeTicks(fromMs: number, toMs: number, offsetMs: number, most = 7): number[] {
  const step = TIME_STEPS.find((each) => (toMs - fromMs) / each <= most) ?? 90 * DAY;
  const ticks: number[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs; at <= toMs; at += step) ticks.push(at);
  return ticks;
}

/** Round values from 0 to at least `top`, three to five steps of 1, 2, 2.5 or 5 times a power of ten. */
export function valueTicks(top: number): number[] {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
