import { setTimeout as delay } from "node:timers/promises";
import type { ClaimOptions } from "@/bench/measure/claim";
import { cpuMeter } from "@/bench/measure/cpu";
import { type Memory, memoryOf } from "@/bench/measure/memory";
import { against, type Row, spread } from "@/bench/measure/row";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { startCollector } from "@/bench/ours/collector";
import { startConsole } from "@/bench/ours/console";
import { startNetdata } from "@/bench/peers/netdata";

export type Window = Memory & { percentOfCore: number };
export type CollectorFigures = { seconds: number; ours: Window[]; netdata?: Window[]; netdataMetrics?: number };

/** The rows of the collector claim from its windows. */
export function summarizeCollector({ seconds, ours, netdata, netdataMetrics }: CollectorFigures): Row[] {
  const peer = "Netdata 1.37";
  const workload = `this host once a second, sent to the console; windows of ${seconds} s, both at once`;
  const of = (windows: Window[] | undefined, what: keyof Window) => windows?.map((window) => window[what]);
  return [
    {
      claim: "Collector CPU",
      workload,
      unit: "% of a core",
      ours: spread(of(ours, "percentOfCore") ?? []),
      peer: against(peer, of(netdata, "percentOfCore")),
      limit: { kind: "absolute", most: 1 },
      note: netdataMetrics
        ? `Netdata keeps ${netdataMetrics} metrics a second itself; ours sends its samples on`
        : undefined,
    },
    {
      claim: "Collector memory, resident",
      workload,
      unit: "MiB",
      ours: spread(of(ours, "rssMiB") ?? []),
      peer: against(peer, of(netdata, "rssMiB")),
      // 70 MB.
      limit: { kind: "absolute", most: 66.8 },
    },
    {
      claim: "Collector memory, proportional",
      workload,
      unit: "MiB",
      ours: spread(of(ours, "pssMiB") ?? []),
      peer: against(peer, of(netdata, "pssMiB")),
    },
  ];
}

/** What watching this host costs it, beside Netdata. */
export function collector(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const seconds = options.quick ? 10 : 60;
    const ours = await startCollector(leftovers, await startConsole(leftovers));
    const netdata = await startNetdata(leftovers);
    // Starting up and discovering is not what it costs to watch.
    await delay(options.quick ? 15_000 : 60_000);
    const windows: { ours: Window[]; netdata: Window[] } = { ours: [], netdata: [] };
    for (let round = 0; round < options.rounds; round++) {
      const meters = { ours: cpuMeter([ours.pid]), netdata: netdata && cpuMeter([netdata.pid]) };
      const began = performance.now();
      await delay(seconds * 1000);
      const percent = (cpuSeconds: number) => (cpuSeconds / (performance.now() - began)) * 100_000;
      windows.ours.push({ percentOfCore: percent(meters.ours()), ...memoryOf([ours.pid]) });
      if (netdata && meters.netdata) {
        windows.netdata.push({ percentOfCore: percent(meters.netdata()), ...memoryOf([netdata.pid]) });
      }
      options.say(`${windows.ours.at(-1)?.percentOfCore.toFixed(2)} %, ${windows.ours.at(-1)?.rssMiB.toFixed(0)} MiB`);
    }
    return summarizeCollector({
      seconds,
      ours: windows.ours,
      ...(netdata && { netdata: windows.netdata, netdataMetrics: await netdata.metrics() }),
    });
  });
}
