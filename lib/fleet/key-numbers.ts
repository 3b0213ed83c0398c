import type { KeyNumber, LatestValue } from "@/lib/fleet/key-number-shape";
import type { Targets, Thresholds } from "@/lib/fleet/settings";
import type { Latest, Matcher, SeriesInfo } from "@/lib/telemetry/sample";
import type { Store } from "@/lib/telemetry/store/store";

type Reader = Pick<Store, "select" | "latest">;

const MOST_SERIES = 20_000;
/** A number made of more series than this is not followed live: a page fetches it again instead. */
const MOST_FOLLOWED = 100;
/** What was last measured longer ago than this is not mixed with what is measured now. */
const FRESH_MS = 10 * 60_000;

/** All series of a metric that satisfy the other conditions too. */
export function seriesOf(
  store: Pick<Store, "select">,
  org: string,
  name: string,
  more: Matcher[] = [],
): Promise<SeriesInfo[]> {
  return store.select(org, [{ label: "__name__", op: "=", value: name }, ...more], MOST_SERIES);
}

/** The whole durations of checks (no phases), by the check's short name. */
export async function durationSeries(store: Reader, org: string): Promise<Map<string, number>> {
  const infos = await seriesOf(store, org, "check_duration_seconds", [{ label: "phase", op: "=", value: "" }]);
  return bySlug(infos);
}

// A check that moved to another collector has a series from each; the newest one has the highest id.
function bySlug(infos: readonly SeriesInfo[]): Map<string, number> {
  return new Map(infos.toSorted((a, b) => a.id - b.id).map((info) => [info.labels["check"] ?? "", info.id]));
}

/** The series that a check's answer time is told by: a PostgreSQL's by its query alone, any other's by the whole check. */
export async function timingSeries(store: Reader, org: string): Promise<Map<string, number>> {
  const [whole, queries] = await Promise.all([
    durationSeries(store, org),
    seriesOf(store, org, "postgres_query_seconds"),
  ]);
  for (const [slug, id] of bySlug(queries)) whole.set(slug, id);
  return whole;
}

/** Last values by series id; a series whose source said that it ended has none. */
export async function latestOf(store: Reader, org: string, ids: readonly number[]): Promise<Map<number, Latest>> {
  const all = ids.length === 0 ? [] : await store.latest(org, ids);
  return new Map(all.filter(({ value }) => Number.isFinite(value)).map((latest) => [latest.id, latest]));
}

/** One value of a series, as shapes hold it. */
export function latestValue(latest: Latest | undefined): LatestValue | null {
  return latest ? { value: latest.value, at: new Date(latest.ms).toISOString() } : null;
}

/** One number of several series: mean or maximum of what is fresh, or the last that was known when nothing is. */
function combined(
  combine: KeyNumber["combine"],
  ids: readonly number[],
  latest: ReadonlyMap<number, Latest>,
): LatestValue | null {
  const known = ids.flatMap((id) => latest.get(id) ?? []);
  const newest = known.reduce<Latest | undefined>((best, one) => (best && best.ms >= one.ms ? best : one), undefined);
  if (!newest) return null;
  const values = known.filter(({ ms }) => ms >= newest.ms - FRESH_MS).map(({ value }) => value);
  const value = combine === "max" ? Math.max(...values) : values.reduce((sum, one) => sum + one, 0) / values.length;
  return { value, at: new Date(newest.ms).toISOString() };
}

type Timed = { slug: string; target: string };
type Durations = { series: ReadonlyMap<string, number>; latest: ReadonlyMap<number, Latest> };

/** Response times beside their targets: one number for each target that a check stands beside. */
export function responseTimes(checks: readonly Timed[], durations: Durations, targets: Targets): KeyNumber[] {
  const limits = { api: targets.apiMs, database: targets.dbMs, cdn: targets.cdnMs } as const;
  return (["api", "database", "cdn"] as const).flatMap((key): KeyNumber[] => {
    const own = checks.filter((check) => check.target === key);
    if (own.length === 0) return [];
    const ids = own.flatMap((check) => durations.series.get(check.slug) ?? []);
    return [
      { ...number(key, "seconds", "mean", ids, limits[key] / 1000), latest: combined("mean", ids, durations.latest) },
    ];
  });
}

export type HostSeries = { cpu: SeriesInfo[]; memory: SeriesInfo[]; disk: SeriesInfo[] };

/** The series of hosts' shares: busy CPU, used memory, used disks; of all hosts, or of one. */
export async function hostSeries(store: Reader, org: string, host?: string): Promise<HostSeries> {
  const of: Matcher[] = host === undefined ? [] : [{ label: "host", op: "=", value: host }];
  const [cpu, memory, disk] = await Promise.all([
    seriesOf(store, org, "host_cpu_ratio", [{ label: "mode", op: "=", value: "busy" }, ...of]),
    seriesOf(store, org, "host_memory_used_ratio", of),
    seriesOf(store, org, "host_disk_used_ratio", of),
  ]);
  return { cpu, memory, disk };
}

/** CPU, memory and disk, each the highest of the given series, beside the threshold that degrades a host. */
export function hostNumbers(
  series: HostSeries,
  latest: ReadonlyMap<number, Latest>,
  thresholds: Thresholds,
): KeyNumber[] {
  const limits = { cpu: thresholds.cpuRatio, memory: thresholds.memoryRatio, disk: thresholds.diskRatio } as const;
  return (["cpu", "memory", "disk"] as const).map((key) => {
    const ids = series[key].map((info) => info.id);
    return { ...number(key, "ratio", "max", ids, limits[key]), latest: combined("max", ids, latest) };
  });
}

function number(
  key: KeyNumber["key"],
  unit: KeyNumber["unit"],
  combine: KeyNumber["combine"],
  ids: readonly number[],
  target: number,
): Omit<KeyNumber, "latest"> {
  return { key, unit, combine, seriesIds: ids.length > MOST_FOLLOWED ? [] : [...ids], target };
}
