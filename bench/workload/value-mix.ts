import { seeded } from "@/bench/workload/random";

export const VALUE_KINDS = ["counter", "gauge", "noise", "flat"] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

const COUNTERS = 0.4;
const GAUGES = 0.7;
const NOISE = 0.8;

/** What the series at this place of a mix does: of every ten, four count, three are two-decimal gauges, one is noise, two are flat. */
export function kindAt(index: number): ValueKind {
  const place = ((index * 7) % 10) / 10;
  if (place < COUNTERS) return "counter";
  if (place < GAUGES) return "gauge";
  return place < NOISE ? "noise" : "flat";
}

/** The values of `count` series, one step at a time; the same array is handed out again with the next step's values. */
export function valueMix(count: number, seed = 1): () => Float64Array {
  const random = seeded(seed);
  const kinds = Array.from({ length: count }, (_, index) => kindAt(index));
  const pace = Float64Array.from(kinds, () => Math.ceil(random() * 200));
  const values = Float64Array.from(kinds, (kind) =>
    kind === "counter" ? Math.floor(random() * 1e6) : Math.round(random() * 10_000) / 100,
  );
  const advance: Record<ValueKind, (index: number, value: number) => number> = {
    counter: (index, value) => value + Math.floor(random() * (pace[index] as number)),
    gauge: (_, value) => Math.min(100, Math.max(0, Math.round(value * 100 + (random() - 0.5) * 200) / 100)),
    noise: () => random() * 100,
    flat: (_, value) => value,
  };
  return () => {
    for (let i = 0; i < count; i++) values[i] = advance[kinds[i] as ValueKind](i, values[i] as number);
    return values;
  };
}
