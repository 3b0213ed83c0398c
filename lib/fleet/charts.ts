import type { ChartRef } from "@/lib/fleet/key-number-shape";
import { groupBy } from "@/lib/kernel/group-by";
import type { Matcher, SeriesInfo } from "@/lib/telemetry/sample";
import type { Store } from "@/lib/telemetry/store/store";

const MOST_SERIES = 2_000;
const MOST_LINES = 24;

/**
 * One chart for each metric that carries these labels, its lines by labels; metrics named in `first` come first, in that order, the others
 * by name. A chart has at most 24 lines.
 */
export async function chartsOf(
  store: Pick<Store, "select">,
  org: string,
  matchers: readonly Matcher[],
  first: readonly string[],
): Promise<ChartRef[]> {
  const infos = await store.select(org, matchers, MOST_SERIES);
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return [...groupBy(infos, (info) => info.name)]
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([key, series]) => ({
      key,
      unit: series[0]?.unit ?? null,
      series: series
        .toSorted((a, b) => lineName(a).localeCompare(lineName(b)))
        .slice(0, MOST_LINES)
        .map(({ id, name, labels, unit }) => ({ id, name, labels: { ...labels }, unit })),
    }));
}

function lineName({ labels }: SeriesInfo): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(",");
}
