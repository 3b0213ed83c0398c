import type { ChartRef, KeyNumber, SeriesRef } from "@/lib/fleet/key-number-shape";

/** A chart of a host's page; `key` names its title, `limit` the threshold drawn into it. */
export type HostChart = {
  key: string;
  unit: string | null;
  series: SeriesRef[];
  limit?: KeyNumber["key"];
  area?: true;
};

type Plan = {
  key: string;
  metric: string;
  pick?: (labels: SeriesRef["labels"]) => boolean;
  limit?: KeyNumber["key"];
  area?: true;
};

const MODES = ["busy", "user", "system", "iowait", "steal"];

const PLANS: Plan[] = [
  { key: "cpu", metric: "host_cpu_ratio", pick: ({ mode }) => MODES.includes(mode ?? ""), limit: "cpu" },
  { key: "cores", metric: "host_cpu_ratio", pick: ({ cpu }) => cpu !== undefined },
  { key: "memory-used", metric: "host_memory_used_ratio", limit: "memory", area: true },
  { key: "memory", metric: "host_memory_bytes" },
  { key: "load", metric: "host_load" },
  { key: "pressure", metric: "host_pressure_ratio" },
  { key: "disks", metric: "host_disk_used_ratio", limit: "disk" },
  { key: "disk-io", metric: "host_disk_io_bytes_per_second" },
  { key: "disk-busy", metric: "host_disk_busy_ratio" },
  { key: "network", metric: "host_network_bytes_per_second" },
  { key: "network-errors", metric: "host_network_errors_per_second" },
  { key: "swap", metric: "host_swap_bytes" },
];

const TABLED = /^host_process/;
const SELF = /^host_/;

const seriesOf = (charts: readonly ChartRef[], metric: string) =>
  charts.flatMap((chart) => chart.series).filter(({ name }) => name === metric);

/** The charts of a host in a fixed order; a metric that it does not send has none. */
export function hostCharts(charts: readonly ChartRef[]): HostChart[] {
  return PLANS.flatMap(({ key, metric, pick, ...look }) => {
    const series = seriesOf(charts, metric)
      .filter(({ labels }) => pick?.(labels) ?? true)
      .sort((a, b) => JSON.stringify(a.labels).localeCompare(JSON.stringify(b.labels), "en", { numeric: true }));
    const unit = series[0]?.unit ?? null;
    return series.length > 0 ? [{ key, unit, series, ...look }] : [];
  });
}

/** What else carries this host's name: exporters, checks, the collector's own numbers. */
export function otherCharts(charts: readonly ChartRef[]): ChartRef[] {
  return charts.filter(({ series }) => series.length > 0 && series.every(({ name }) => !SELF.test(name)));
}

export type ProcessSeries = { process: string; cpu?: number; memory?: number; count?: number };

/** Series ids of the processes that a host has reported, by name. */
export function processesOf(charts: readonly ChartRef[]): ProcessSeries[] {
  const found = new Map<string, ProcessSeries>();
  const columns = {
    host_process_cpu_ratio: "cpu",
    host_process_memory_bytes: "memory",
    host_process_count: "count",
  } as const;
  for (const { id, name, labels } of charts.flatMap(({ series }) => series).filter((one) => TABLED.test(one.name))) {
    const column = columns[name as keyof typeof columns];
    const process = labels["process"];
    if (!column || process === undefined) continue;
    found.set(process, { ...(found.get(process) ?? { process }), [column]: id });
  }
  return [...found.values()];
}
