import type { ClaimOptions } from "@/bench/measure/claim";
import { quantile } from "@/bench/measure/quantile";
import { interleaved } from "@/bench/measure/rounds";
import { against, type Row, spread } from "@/bench/measure/row";
import { until } from "@/bench/measure/until";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { type Console, startConsole } from "@/bench/ours/console";
import { asOwner, sealEverything } from "@/bench/ours/sealing";
import { type Prometheus, startPrometheus } from "@/bench/peers/prometheus";
import { startVictoriaMetrics, type VictoriaMetrics } from "@/bench/peers/victoria-metrics";
import { HOUR_MS } from "@/bench/workload/hours";
import { sendStreams } from "@/bench/workload/send";
import { numberedLabels } from "@/bench/workload/series-set";
import { makeStreams } from "@/bench/workload/streams";
import { type Question, timed } from "@/bench/workload/timed";
import { valueMix } from "@/bench/workload/value-mix";

const SERIES = 100;
const MINUTE_MS = 60_000;
const EVERY = encodeURIComponent('{__name__=~"bench_.*"}');

type Answers = { days: number[]; hour: number[] };
/** The p95 of each round, in milliseconds. */
export type ReadFigures = {
  days: number;
  queries: number;
  ours: Answers;
  prometheus?: Answers;
  victoriaMetrics?: Answers;
};

/** The rows of the reading claim from its figures. */
export function summarizeRead({ days, queries, ours, prometheus, victoriaMetrics }: ReadFigures): Row[] {
  const [prom, vm] = ["Prometheus 2.42", "VictoriaMetrics 1.79, no cache"];
  const long = {
    claim: `${days} days p95`,
    workload: `${days} days of ${SERIES} series of 1-minute data at 1 h steps (means), ${queries} queries a round over HTTP with a key`,
    unit: "ms",
    ours: spread(ours.days),
  };
  const short = {
    claim: "Last hour raw p95",
    workload: `the last hour of ${SERIES} series as it came, ${queries} queries a round`,
    unit: "ms",
    ours: spread(ours.hour),
  };
  return [
    { ...long, peer: against(`${prom}, avg_over_time[1h]`, prometheus?.days), limit: { kind: "ratio", most: 0.25 } },
    { ...long, peer: against(`${vm}, avg_over_time[1h]`, victoriaMetrics?.days), limit: { kind: "ratio", most: 1 } },
    { ...short, peer: against(prom, prometheus?.hour), limit: { kind: "ratio", most: 1 } },
    { ...short, peer: against(vm, victoriaMetrics?.hour) },
  ];
}

type Subject = { days: Question; hour: Question };

type Servers = { ours: Console; prometheus: Prometheus | undefined; victoriaMetrics: VictoriaMetrics | undefined };

/** A month and the last hour of a hundred series, read over HTTP, beside Prometheus and VictoriaMetrics. */
export function read(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const days = options.quick ? 2 : 30;
    const queries = options.quick ? 10 : 40;
    const settings = { NOCTURNE_LATE_HOURS: String((days + 2) * 24), NOCTURNE_RETENTION_RAW_DAYS: String(days + 2) };
    const servers: Servers = {
      ours: await startConsole(leftovers, settings),
      prometheus: await startPrometheus(leftovers),
      victoriaMetrics: await startVictoriaMetrics(leftovers),
    };
    const toMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const fromMs = toMs - days * 24 * HOUR_MS;
    options.say("loading");
    const subjects = subjectsOf(servers, await load(servers, fromMs, toMs), fromMs, toMs);
    options.say("loaded");

    const answers: Record<string, Answers> = {};
    const askOne = async (name: string, { days: long, hour }: Subject) => {
      answers[name] ??= { days: [], hour: [] };
      answers[name].days.push(quantile(await timed(Array.from({ length: queries }, () => long)), 0.95));
      answers[name].hour.push(quantile(await timed(Array.from({ length: queries }, () => hour)), 0.95));
      options.say(
        `${name}: ${answers[name].days.at(-1)?.toFixed(1)} ms, last hour ${answers[name].hour.at(-1)?.toFixed(1)} ms`,
      );
      return 0;
    };
    const rounds = Object.entries(subjects).map(([name, subject]) => [name, () => askOne(name, subject)]);
    // The first round warms up.
    await interleaved(options.rounds + 1, Object.fromEntries(rounds));
    for (const figures of Object.values(answers)) for (const list of [figures.days, figures.hour]) list.shift();
    return summarizeRead({ days, queries, ours: { days: [], hour: [] }, ...answers });
  });
}

/** Gives all servers the same samples, waits until they have settled, and answers our ids of the series. */
async function load({ ours, prometheus, victoriaMetrics }: Servers, fromMs: number, toMs: number): Promise<string> {
  const streams = makeStreams({
    labels: numberedLabels(SERIES),
    next: valueMix(SERIES),
    fromMs,
    stepMs: MINUTE_MS,
    steps: (toMs - fromMs) / MINUTE_MS,
    // Prometheus takes nothing that is an hour older than its newest: connections must not race each other.
    connections: 1,
    samplesPerRequest: 2_000,
  });
  await sendStreams(ours.write, streams);
  const owner = asOwner(ours.postgres.url);
  await sealEverything(owner);
  const { rows } = await owner.query<{ id: string }>(
    "SELECT id FROM store.series WHERE name LIKE 'bench%' ORDER BY id",
  );
  await owner.end();
  if (victoriaMetrics) {
    await sendStreams({ url: victoriaMetrics.writeUrl }, streams);
    await victoriaMetrics.merge();
  }
  if (prometheus) {
    await sendStreams({ url: prometheus.writeUrl }, streams);
    await compacted(prometheus, toMs);
  }
  return rows.map(({ id }) => id).join(",");
}

function subjectsOf(
  { ours, prometheus, victoriaMetrics }: Servers,
  ids: string,
  fromMs: number,
  toMs: number,
): Record<string, Subject> {
  const points = `${ours.url}/api/v1/series/points?series=${ids}`;
  const headers = ours.authorization;
  return {
    ours: {
      days: { url: `${points}&fromMs=${fromMs}&toMs=${toMs}&stepMs=${HOUR_MS}&columns=mean`, headers },
      hour: { url: `${points}&fromMs=${toMs - HOUR_MS}&toMs=${toMs}&resolution=raw`, headers },
    },
    ...(prometheus && { prometheus: questions(prometheus.url, fromMs, toMs) }),
    ...(victoriaMetrics && { victoriaMetrics: questions(victoriaMetrics.url, fromMs, toMs, "&nocache=1") }),
  };
}

function questions(url: string, fromMs: number, toMs: number, more = ""): Subject {
  const average = encodeURIComponent(`avg_over_time({__name__=~"bench_.*"}[1h])`);
  const [start, end] = [(fromMs + HOUR_MS) / 1000, toMs / 1000];
  return {
    days: { url: `${url}/api/v1/query_range?query=${average}&start=${start}&end=${end}&step=3600${more}` },
    hour: { url: `${url}/api/v1/query?query=${EVERY}[1h]&time=${end}${more}` },
  };
}

// Prometheus looks each minute whether its head can become blocks; it is asked as it is in everyday use, from blocks.
async function compacted(prometheus: Prometheus, toMs: number): Promise<void> {
  const inBlocks = async () => (await prometheus.own("prometheus_tsdb_head_min_time")) > toMs - 6 * HOUR_MS;
  await until("Prometheus has made blocks", inBlocks, { seconds: 300, everyMs: 2_000 });
}
