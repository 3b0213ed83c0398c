import type { ProbeSeries } from "@/lib/probes/probe";

/** Numbers for series, the same for as long as this process lives. */
export interface Catalogue {
  /** The number of a series with `extra` labels put on top; -1 when the catalogue is full. */
  idOf(series: ProbeSeries, extra: Readonly<Record<string, string>>): number;
  /** The number of a series that already carries all its labels. */
  idOfWhole(series: ProbeSeries): number;
  /** The whole description of a number that was handed out. */
  describe(id: number): ProbeSeries;
  size(): number;
  /** How many series were refused because the catalogue is full. */
  refused(): number;
}

/** A catalogue of at most `limit` series; a probe's reused series objects are found without building a key. */
export function createCatalogue(limit = 20_000): Catalogue {
  const byKey = new Map<string, number>();
  const all: ProbeSeries[] = [];
  // One cache per set of extra labels: the same series object may serve two checks.
  const seen = new WeakMap<object, WeakMap<ProbeSeries, number>>();
  let refused = 0;

  function idOfWhole(series: ProbeSeries): number {
    const key = keyOf(series);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    if (all.length >= limit) {
      refused++;
      return -1;
    }
    const id = all.length;
    all.push(series);
    byKey.set(key, id);
    return id;
  }

  return {
    idOf(series, extra) {
      let cache = seen.get(extra);
      if (!cache) {
        cache = new WeakMap();
        seen.set(extra, cache);
      }
      const cached = cache.get(series);
      if (cached !== undefined) return cached;
      const id = idOfWhole({ ...series, labels: { ...series.labels, ...extra } });
      if (id >= 0) cache.set(series, id);
      return id;
    },
    idOfWhole,
    describe(id) {
      const series = all[id];
      if (!series) throw new Error(`No series has the number ${id}`);
      return series;
    },
    size: () => all.length,
    refused: () => refused,
  };
}

function keyOf(series: ProbeSeries): string {
  const names = Object.keys(series.labels).sort();
  let key = series.name;
  for (const name of names) key += `\u0000${name}\u0001${series.labels[name]}`;
  return key;
}
