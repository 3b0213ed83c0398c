import { NumberText } from "@/lib/telemetry/query/number-text";
import type { SeriesPoints } from "@/lib/telemetry/sample";

export const POINT_COLUMNS = ["min", "max", "mean", "last", "count"] as const;
export type PointColumn = (typeof POINT_COLUMNS)[number];

// An average is rounded to nine digits of the greatest one: the rest is the noise of dividing, and costs more to write than all before it.
const MEAN_DIGITS = 9;

/**
 * Points as JSON, as bytes: `{"series":[{"id","resolution","stepMs","ms":[...],"mean":[...]}]}`. JSON.stringify would take most of
 * the time of a 30-day chart of 100 series. Raw points have only `last`; what JSON cannot say (NaN, infinities) is null.
 */
export function writePoints(points: readonly SeriesPoints[], columns: readonly PointColumn[]): Uint8Array<ArrayBuffer> {
  const out = new NumberText();
  let times: { ms: Float64Array; from: number; to: number } | undefined;
  out.text('{"series":[');
  for (const [n, one] of points.entries()) {
    out.text(`${n > 0 ? "," : ""}{"id":${one.id},"resolution":"${one.resolution}","stepMs":${one.stepMs},"ms":`);
    const from = out.mark();
    // Series on one grid have the same times: their text is copied.
    if (times && isSame(times.ms, one.ms)) out.again(times.from, times.to);
    else out.array(one.ms);
    times = { ms: one.ms, from, to: out.mark() };
    for (const column of one.stepMs === 0 ? (["last"] as const) : columns) {
      out.text(`,"${column}":`);
      out.array(one[column], column === "mean" ? placesFor(one.mean) : undefined);
    }
    out.text("}");
  }
  out.text("]}");
  return out.done();
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

function placesFor(column: Float64Array): number | undefined {
  let most = 0;
  for (let at = 0; at < column.length; at++) most = Math.max(most, Math.abs(column[at] as number) || 0);
  const places = MEAN_DIGITS - Math.ceil(Math.log10(most));
  return places >= 0 && places <= MEAN_DIGITS ? places : undefined;
}
