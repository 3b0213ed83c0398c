import type { Catalogue } from "@/lib/collect/catalogue";
import type { AlignedClock } from "@/lib/collect/clock";
import type { Spool } from "@/lib/collect/spool/spool";
import { type Emit, gauge } from "@/lib/probes/host/emit";
import type { ProbeSeries } from "@/lib/probes/probe";

const counter = (name: string): ProbeSeries => ({ name, labels: {}, unit: "count", kind: "counter" });

/** What the collector costs and what it had to give up, for every ten seconds. */
export function createSelfReport(deps: {
  spool: Spool;
  clock: AlignedClock;
  catalogue: Catalogue;
  version: string;
}): (take: Emit) => void {
  const resident = gauge("collector_memory_bytes", "bytes");
  const cpu = gauge("collector_cpu_ratio", "ratio");
  const spool = gauge("collector_spool_bytes", "bytes");
  const failing = gauge("collector_spool_failing", "count");
  const skew = gauge("collector_clock_skew_ms", "ms");
  const series = gauge("collector_series", "count");
  const info = gauge("collector_info", "count", { version: deps.version, node: process.versions.node });
  const dropped = counter("collector_dropped_samples_total");
  const refused = counter("collector_refused_series_total");
  let before = { cpu: process.cpuUsage(), at: deps.clock.monotonicMs() };
  return (take) => {
    const used = process.cpuUsage(before.cpu);
    const now = deps.clock.monotonicMs();
    if (now > before.at)
      take(cpu, Math.round(((used.user + used.system) / 1000 / (now - before.at)) * 100_000) / 100_000);
    before = { cpu: process.cpuUsage(), at: now };
    take(resident, process.memoryUsage.rss());
    take(spool, deps.spool.bytes());
    take(failing, deps.spool.isFailing() ? 1 : 0);
    take(skew, deps.clock.skewMs());
    take(series, deps.catalogue.size());
    take(info, 1);
    take(dropped, deps.spool.state().dropped);
    take(refused, deps.catalogue.refused());
  };
}
