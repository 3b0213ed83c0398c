/** Where a sparkline is drawn: a stretch of time onto a width, 0 to `top` onto a height. */
export type SparkFrame = { fromMs: number; toMs: number; top: number; width: number; height: number };

const MOST_POINTS = 240;

/** The usual distance between neighbours, from which a gap is told; undefined with fewer than three points. */
function usualStep(ms: readonly number[]): number | undefined {
  const steps = ms.slice(1).map((each, index) => each - (ms[index] ?? each));
  steps.sort((a, b) => a - b);
  return steps.length < 2 ? undefined : steps[Math.floor(steps.length / 2)];
}

/** The path of a line over time; where samples are missing for more than three steps the line is broken, never bridged. */
export function sparklinePath(ms: readonly number[], values: readonly number[], frame: SparkFrame): string {
  const { fromMs, toMs, top, width, height } = frame;
  const step = usualStep(ms.slice(-MOST_POINTS));
  const perMs = width / Math.max(1, toMs - fromMs);
  const perUnit = height / (top || 1);
  let path = "";
  let last: number | undefined;
  for (let index = Math.max(0, ms.length - MOST_POINTS); index < ms.length; index += 1) {
    const [at, value] = [ms[index] ?? 0, values[index]];
    if (at < fromMs || at > toMs || value === undefined || !Number.isFinite(value)) continue;
    const joined = last !== undefined && (step === undefined || at - last <= step * 3);
    const x = ((at - fromMs) * perMs).toFixed(1);
    const y = (height - Math.min(Math.max(value, 0), top) * perUnit).toFixed(1);
    path += `${joined ? "L" : "M"}${x} ${y}`;
    last = at;
  }
  return path;
}
