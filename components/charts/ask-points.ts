import { call } from "@/lib/http/call";
import type { TimeSpan } from "@/lib/kernel/time-range";

/** The points of one series over a stretch of time; a step of 0 says that they are the samples themselves. */
export type SeriesPoints = {
  id: number;
  stepMs: number;
  ms: number[];
  min: (number | null)[];
  max: (number | null)[];
  mean: (number | null)[];
  last: (number | null)[];
};

type Answered = Pick<SeriesPoints, "id" | "stepMs" | "ms" | "last"> & Partial<SeriesPoints>;

// Samples themselves come with one column only: each is its own minimum, maximum and mean.
const whole = ({ min, max, mean, ...rest }: Answered): SeriesPoints => ({
  ...rest,
  min: min ?? rest.last,
  max: max ?? rest.last,
  mean: mean ?? rest.last,
});

/** At most this many series are asked for at once. */
const SERIES_PER_ASK = 100;

/** Asks the store for series over a stretch of time, at most `maxPoints` of each. */
export async function askPoints(
  series: readonly number[],
  { fromMs, toMs }: TimeSpan,
  maxPoints: number,
  signal?: AbortSignal,
): Promise<SeriesPoints[]> {
  const asks: Promise<{ series: Answered[] }>[] = [];
  for (let at = 0; at < series.length; at += SERIES_PER_ASK) {
    const input = { series: series.slice(at, at + SERIES_PER_ASK).join(), fromMs, toMs, maxPoints };
    asks.push(call("GET", "/api/v1/series/points", input, signal));
  }
  return (await Promise.all(asks)).flatMap((answer) => answer.series.map(whole));
}
