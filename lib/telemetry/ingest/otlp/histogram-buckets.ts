import { numberOf } from "@/lib/telemetry/ingest/otlp/attributes";
import type { Message } from "@/lib/telemetry/ingest/otlp/message";

/** How many values were at most `le`, for rising `le`; the last is +Inf. */
export type Bucket = { le: string; count: number };

const MOST_BUCKETS = 250;

/** The cumulative buckets of an explicit histogram, or the reason why there are none to be had. */
export function explicitBuckets(point: Message): Bucket[] | string {
  const bounds = numbers(point["explicitBounds"]);
  const counts = numbers(point["bucketCounts"]);
  if (counts.length === 0 && bounds.length === 0) return [{ le: "+Inf", count: numberOf(point, "count") }];
  if (counts.length !== bounds.length + 1) return "its buckets and bounds do not match in number";
  if (bounds.length > MOST_BUCKETS) return `it has more than ${MOST_BUCKETS} bounds`;
  if (bounds.some((bound, index) => !(bound > (bounds[index - 1] ?? Number.NEGATIVE_INFINITY)))) {
    return "its bounds do not rise";
  }
  let count = 0;
  return counts.map((own, index) => {
    count += own;
    return { le: boundText(bounds[index] ?? Number.POSITIVE_INFINITY), count };
  });
}

/**
 * The buckets of an exponential histogram, brought to the bounds that all its scales share: powers of two (negative ones mirrored), so that
 * the series of a bucket stays the same when the sender changes its scale. A scale below 0 is coarser than that and keeps its own bounds.
 */
export function exponentialBuckets(point: Message): Bucket[] | string {
  const scale = numberOf(point, "scale");
  if (!Number.isInteger(scale) || scale < -10 || scale > 20) return "its scale is not between -10 and 20";
  const below = byPowers(point["negative"] as Message | undefined, scale);
  const above = byPowers(point["positive"] as Message | undefined, scale);
  const size = spread(below) + spread(above);
  if (size > MOST_BUCKETS) return `it spans more than ${MOST_BUCKETS} powers of two`;
  const buckets: Bucket[] = [];
  let count = 0;
  const step = 2 ** Math.max(0, -scale);
  for (const [power, own] of filled(below, step).reverse()) {
    count += own;
    buckets.push({ le: boundText(-(2 ** (power - step))), count });
  }
  count += numberOf(point, "zeroCount");
  buckets.push({ le: boundText(numberOf(point, "zeroThreshold")), count });
  for (const [power, own] of filled(above, step)) {
    count += own;
    buckets.push({ le: boundText(2 ** power), count });
  }
  buckets.push({ le: "+Inf", count: Math.max(count, numberOf(point, "count")) });
  return buckets;
}

// Counts by the power of two that is their upper bound. Bucket i of a scale holds (base^i, base^(i+1)], base = 2^(2^-scale).
function byPowers(buckets: Message | undefined, scale: number): Map<number, number> {
  const powers = new Map<number, number>();
  const offset = numberOf(buckets, "offset");
  for (const [index, count] of numbers(buckets?.["bucketCounts"]).entries()) {
    if (count === 0) continue;
    const upper = (offset + index + 1) * 2 ** -scale;
    const power = Math.min(1024, Math.max(-1074, Math.ceil(upper)));
    powers.set(power, (powers.get(power) ?? 0) + count);
  }
  return powers;
}

function spread(powers: Map<number, number>): number {
  return powers.size === 0 ? 0 : Math.max(...powers.keys()) - Math.min(...powers.keys()) + 1;
}

function filled(powers: Map<number, number>, step: number): [number, number][] {
  if (powers.size === 0) return [];
  const list: [number, number][] = [];
  const last = Math.max(...powers.keys());
  for (let power = Math.min(...powers.keys()); power <= last; power += step) list.push([power, powers.get(power) ?? 0]);
  return list;
}

/** A bound as Prometheus writes it in `le`. */
export function boundText(bound: number): string {
  return bound === Number.POSITIVE_INFINITY ? "+Inf" : String(bound);
}

function numbers(values: unknown): number[] {
  return Array.isArray(values) ? values.map(Number) : [];
}
