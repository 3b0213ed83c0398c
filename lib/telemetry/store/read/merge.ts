import { growSamples, type Samples, samplesFor } from "@/lib/telemetry/store/codec/chunk";
import type { Generation } from "@/lib/telemetry/store/head/generation";

let spare = samplesFor(512);
const fresh = samplesFor(512);

/**
 * Merges one generation's samples of [fromMs, toMs) into `into` (in time order). At one instant the sample that is there stays,
 * unless the series is derived in this generation: then the newer one replaces it.
 */
export function mergeGeneration(
  into: Samples,
  generation: Generation,
  slot: number,
  fromMs: number,
  toMs: number,
): void {
  const start = generation.lowerBound(slot, fromMs);
  const end = generation.lowerBound(slot, toMs);
  if (start === end) return;
  const last = into.count === 0 ? Number.NEGATIVE_INFINITY : (into.ms[into.count - 1] as number);
  if (generation.timeAt(slot, start) > last) {
    generation.copyTo(into, slot, start, end);
    return;
  }
  fresh.count = 0;
  generation.copyTo(fresh, slot, start, end);
  growSamples(into, into.count + fresh.count);
  weave(into, fresh.ms.subarray(0, fresh.count), fresh.values.subarray(0, fresh.count), generation.derived.has(slot));
}

function weave(into: Samples, times: Float64Array, values: Float64Array, replaces: boolean): void {
  const old = spare;
  growSamples(old, into.count);
  old.ms.set(into.ms.subarray(0, into.count));
  old.values.set(into.values.subarray(0, into.count));
  let left = 0;
  let right = 0;
  let count = 0;
  const leftEnd = into.count;
  const rightEnd = times.length;
  while (left < leftEnd || right < rightEnd) {
    const oldMs = timeAt(old.ms, left, leftEnd);
    const newMs = timeAt(times, right, rightEnd);
    const takeNew = newMs < oldMs || (newMs === oldMs && replaces);
    into.ms[count] = takeNew ? newMs : oldMs;
    into.values[count] = (takeNew ? values[right] : old.values[left]) as number;
    count++;
    if (newMs <= oldMs) right++;
    if (oldMs <= newMs) left++;
  }
  into.count = count;
  spare = old;
}

function timeAt(times: Float64Array, at: number, end: number): number {
  return at < end ? (times[at] as number) : Number.POSITIVE_INFINITY;
}
