/** One line of a chart: instants in epoch milliseconds, ascending, and a value or a hole at each. */
export type ChartLine = {
  key: string;
  label: string;
  ms: ArrayLike<number>;
  value: ArrayLike<number | null>;
};

export type ChartRow = { ms: number } & Record<string, number | null>;

/** More points than this make the chart library miss frames: it is asked for fewer, and refuses to draw more. */
export const MOST_POINTS = 1_000;

/** How long a silence breaks a line, from the usual distance between its points. */
function breakAfter(ms: ArrayLike<number>): number {
  const steps: number[] = [];
  for (let index = 1; index < ms.length; index += 1) steps.push((ms[index] ?? 0) - (ms[index - 1] ?? 0));
  steps.sort((a, b) => a - b);
  return (steps[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY) * 2.5;
}

function thinned(length: number): number {
  return Math.max(1, Math.ceil(length / MOST_POINTS));
}

/** The lines as rows by time, with a null where a line has a gap, so that the gap stays open. */
export function mergeLines(lines: readonly ChartLine[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  const put = (ms: number, key: string, value: number | null) => {
    const row = rows.get(ms) ?? { ms };
    row[key] = value;
    rows.set(ms, row);
  };
  for (const { key, ms, value } of lines) {
    const limit = breakAfter(ms);
    const stride = thinned(ms.length);
    let last: number | undefined;
    for (let index = 0; index < ms.length; index += stride) {
      const at = ms[index] ?? 0;
      if (last !== undefined && at - last > limit * stride) put(last + 1, key, null);
      put(at, key, value[index] ?? null);
      last = at;
    }
  }
  return [...rows.values()].sort((a, b) => a.ms - b.ms);
}

/** The value of a line nearest to an instant, if one lies within `withinMs`. */
export function valueAt({ ms, value }: ChartLine, at: number, withinMs: number): number | null {
  let [low, high] = [0, ms.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ms[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const candidates = [low - 1, low].filter((index) => index >= 0 && index < ms.length);
  const distance = (index: number) => Math.abs((ms[index] ?? 0) - at);
  const nearest = candidates.sort((a, b) => distance(a) - distance(b))[0];
  return nearest === undefined || distance(nearest) > withinMs ? null : (value[nearest] ?? null);
}
