import type { ClaimOptions } from "@/bench/measure/claim";
import { quantile } from "@/bench/measure/quantile";
import { interleaved } from "@/bench/measure/rounds";
import { against, type Row, spread } from "@/bench/measure/row";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { startConsole } from "@/bench/ours/console";
import { startPrometheus } from "@/bench/peers/prometheus";
import { sendStreams } from "@/bench/workload/send";
import { fleetLabels } from "@/bench/workload/series-set";
import { makeStreams } from "@/bench/workload/streams";
import { timed } from "@/bench/workload/timed";
import { valueMix } from "@/bench/workload/value-mix";

const MOST_MS = 50;

export type SelectFigures = { series: number; selectors: number; ours: number[]; prometheus?: number[] };

/** The row of the selecting claim from the p95 of each round. */
export function summarizeSelect({ series, selectors, ours, prometheus }: SelectFigures): Row[] {
  return [
    {
      claim: "Select by labels p95",
      workload: `${series.toLocaleString("en")} series; ${selectors} selectors of 1 to 2,000 series by name, host, job, place and pattern, over HTTP with a key`,
      unit: "ms",
      ours: spread(ours),
      peer: against("Prometheus 2.42, /api/v1/series", prometheus),
      limit: { kind: "absolute", most: MOST_MS },
    },
  ];
}

/** Choosing series by their labels among a hundred thousand. */
export function select(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const series = options.quick ? 20_000 : 100_000;
    const ours = await startConsole(leftovers, { NOCTURNE_SERIES_LIMIT: String(series * 2) });
    const prometheus = await startPrometheus(leftovers);
    const streams = makeStreams({
      labels: fleetLabels(series, "wide"),
      next: valueMix(series),
      fromMs: Date.now() - 60_000,
      stepMs: 1_000,
      steps: 1,
      connections: 4,
      samplesPerRequest: 2_000,
    });
    await sendStreams(ours.write, streams);
    if (prometheus) await sendStreams({ url: prometheus.writeUrl }, streams);
    const selectors = selectorsFor(series / 100);
    const figures = await interleaved(options.rounds + 1, {
      ours: async () => {
        const asked = selectors.map(
          (match) => `${ours.url}/api/v1/series?limit=2000&match=${encodeURIComponent(match)}`,
        );
        const figure = quantile(await timed(asked.map((url) => ({ url, headers: ours.authorization }))), 0.95);
        options.say(`ours ${figure.toFixed(1)} ms`);
        return figure;
      },
      ...(prometheus && {
        prometheus: async () => {
          const asked = selectors.map(
            (match) => `${prometheus.url}/api/v1/series?match[]=${encodeURIComponent(match)}`,
          );
          return quantile(await timed(asked.map((url) => ({ url }))), 0.95);
        },
      }),
    } as Record<"ours" | "prometheus", (round: number) => Promise<number>>);
    return summarizeSelect({
      series,
      selectors: selectors.length,
      ours: figures.ours.slice(1),
      prometheus: figures.prometheus?.slice(1),
    });
  });
}

function selectorsFor(hosts: number): string[] {
  return Array.from({ length: 20 }, (_, n) => {
    const host = (n * 37) % hosts;
    const instance = `10.0.${host >> 8}.${host & 255}:9100`;
    return [
      `{instance="${instance}"}`,
      `{job="node-${Math.floor(host / 20)}"}`,
      `wide_counter_0{dc="seoul-1"}`,
      `wide_counter_0{instance="${instance}"}`,
      `{__name__=~"wide_counter_.*",instance="${instance}"}`,
    ];
  }).flat();
}
