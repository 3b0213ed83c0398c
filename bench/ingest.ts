import { setTimeout as delay } from "node:timers/promises";
import type { ClaimOptions } from "@/bench/measure/claim";
import { cpuMeter, cpuParts } from "@/bench/measure/cpu";
import type { Leftovers } from "@/bench/measure/leftovers";
import { interleaved } from "@/bench/measure/rounds";
import { against, type Row, spread } from "@/bench/measure/row";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { type Console, sayParts, signIn, startConsole } from "@/bench/ours/console";
import { asOwner, type SizesAtRest, sealEverything, sizesAtRest } from "@/bench/ours/sealing";
import { socketOf } from "@/bench/ours/socket";
import { type Prometheus, startPrometheus } from "@/bench/peers/prometheus";
import { startVictoriaMetrics, type VictoriaMetrics } from "@/bench/peers/victoria-metrics";
import { HOUR_MS, hourOf } from "@/bench/workload/hours";
import { sendStreams, type Target } from "@/bench/workload/send";
import { fleetLabels } from "@/bench/workload/series-set";
import { openSockets } from "@/bench/workload/sockets";
import { makeStreams } from "@/bench/workload/streams";
import { valueMix } from "@/bench/workload/value-mix";

const STEP_MS = 15_000;
const STEPS = HOUR_MS / STEP_MS;
const WATCHED = 12;
const SETTLE_MS = 1_000;

export type IngestFigures = {
  series: number;
  samplesPerRound: number;
  rounds: number;
  /** CPU-seconds per million samples, one figure a round; ours with sealing and roll-ups. */
  ours: number[];
  prometheus?: number[];
  victoriaMetrics?: number[];
  bytes: { ours: number; rollups: number; journal: number; prometheus?: number; victoriaMetrics?: number };
};

/** The rows of the ingest claim from its figures. */
export function summarizeIngest({
  series,
  samplesPerRound,
  ours,
  prometheus,
  victoriaMetrics,
  bytes,
}: IngestFigures): Row[] {
  const workload = `remote write, ${series.toLocaleString("en")} series, ${STEP_MS / 1000} s steps, 2,000 samples a request, 4 connections; ${(samplesPerRound / 1e6).toFixed(1)} M samples a round`;
  const cpu = { claim: "Ingest CPU", workload, unit: "CPU-s per M samples", ours: spread(ours) };
  const rest = { claim: "Bytes at rest", workload: "the same samples, sealed", unit: "B per sample" };
  const one = (value: number | undefined) => (value === undefined ? undefined : [value]);
  const [prom, vm] = ["Prometheus 2.42", "VictoriaMetrics 1.79"];
  return [
    {
      ...cpu,
      peer: against(prom, prometheus),
      limit: { kind: "ratio", most: 0.5 },
      note: "ours: durable before the answer, sealed into chunks with roll-ups within the round; the peers' later compaction is not counted",
    },
    { ...cpu, peer: against(vm, victoriaMetrics), limit: { kind: "ratio", most: 1.3, stretch: true } },
    {
      ...rest,
      ours: spread([bytes.ours]),
      peer: against(`${prom}, finished block`, one(bytes.prometheus)),
      limit: { kind: "ratio", most: 0.7 },
      note: `chunks with their index; roll-ups beside them ${bytes.rollups.toFixed(2)} B, the journal until it is sealed ${bytes.journal.toFixed(1)} B per sample`,
    },
    {
      ...rest,
      ours: spread([bytes.ours]),
      peer: against(`${vm}, data folder after a forced merge`, one(bytes.victoriaMetrics)),
      limit: { kind: "ratio", most: 1.5 },
    },
  ];
}

/** CPU of taking samples in and bytes of keeping them, beside Prometheus and VictoriaMetrics on the same bodies. */
export function ingest(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const series = options.quick ? 2_500 : 10_000;
    const samplesPerRound = series * STEPS;
    // The first round warms up: it makes the series and is not counted.
    const rounds = options.rounds + 1;
    const load = loads(series, rounds);
    const ours = await startConsole(leftovers, lateHours(rounds));
    const owner = asOwner(ours.postgres.url);
    leftovers.add({ stop: () => owner.end(), kill: () => undefined });
    const prometheus = await startPrometheus(leftovers);
    const victoriaMetrics = await startVictoriaMetrics(leftovers);

    let streams: Buffer[][] = [];
    let journal = 0;
    const perMillion = (seconds: number) => (seconds / samplesPerRound) * 1e6;
    const peer = async (pid: number, target: Target) => {
      const used = cpuMeter([pid]);
      await sendStreams(target, streams);
      await delay(SETTLE_MS);
      return perMillion(used());
    };
    const figures = await interleaved(
      rounds,
      {
        ours: async (round) => {
          const used = cpuMeter(ours.pids);
          const parts = cpuParts(ours.parts);
          await sendStreams(ours.write, streams);
          if (round === rounds - 1) journal = (await sizesAtRest(owner)).journalBytes / samplesPerRound;
          await sealEverything(owner);
          await delay(SETTLE_MS);
          const figure = perMillion(used());
          if (round === 0) await watchSome(leftovers, ours, owner);
          options.say(
            `round ${round}: ours ${figure.toFixed(2)} CPU-s/M (${sayParts(parts(), samplesPerRound / 1e6)})`,
          );
          return figure;
        },
        ...(prometheus && { prometheus: () => peer(prometheus.pid, { url: prometheus.writeUrl }) }),
        ...(victoriaMetrics && { victoriaMetrics: () => peer(victoriaMetrics.pid, { url: victoriaMetrics.writeUrl }) }),
      } as Record<"ours" | "prometheus" | "victoriaMetrics", (round: number) => Promise<number>>,
      () => {
        streams = load();
      },
    );
    const samples = samplesPerRound * rounds;
    const sizes = await sizesAtRest(owner);
    const counted = (values: number[] | undefined) => values?.slice(1);
    return summarizeIngest({
      series,
      samplesPerRound,
      rounds: options.rounds,
      ours: counted(figures.ours) ?? [],
      prometheus: counted(figures.prometheus),
      victoriaMetrics: counted(figures.victoriaMetrics),
      bytes: { ...atRest(sizes, samples), journal, ...(await peerBytes(samples, prometheus, victoriaMetrics)) },
    });
  });
}

/** Each call makes the next round's bodies: time goes on from hour to hour and ends before the hour that is running now. */
function loads(series: number, rounds: number): () => Buffer[][] {
  const labels = fleetLabels(series);
  const next = valueMix(series);
  let fromMs = hourOf(Date.now()) - rounds * HOUR_MS;
  return () => {
    const bodies = makeStreams({
      labels,
      next,
      fromMs,
      stepMs: STEP_MS,
      steps: STEPS,
      connections: 4,
      samplesPerRequest: 2_000,
    });
    fromMs += HOUR_MS;
    return bodies;
  };
}

const lateHours = (rounds: number): Record<string, string> => ({ NOCTURNE_LATE_HOURS: String(rounds + 24) });

// Live push is on: a screen with twelve tiles watches while samples come in.
async function watchSome(leftovers: Leftovers, ours: Console, owner: ReturnType<typeof asOwner>): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(`SELECT id FROM store.series ORDER BY id LIMIT ${WATCHED}`);
  const watch = rows.map(({ id }) => Number(id));
  await openSockets(leftovers, { ...socketOf(ours.url), count: 1, cookie: await signIn(ours.url), watch });
}

function atRest({ chunkBytes, rollupBytes }: SizesAtRest, samples: number) {
  return { ours: chunkBytes / samples, rollups: rollupBytes / samples };
}

async function peerBytes(samples: number, prometheus?: Prometheus, victoriaMetrics?: VictoriaMetrics) {
  await victoriaMetrics?.merge();
  return {
    prometheus: await prometheus?.blockBytesPerSample(),
    victoriaMetrics: victoriaMetrics && (await victoriaMetrics.settledBytes()) / samples,
  };
}
