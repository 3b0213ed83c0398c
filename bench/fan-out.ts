import { setTimeout as delay } from "node:timers/promises";
import type { ClaimOptions } from "@/bench/measure/claim";
import { cpuParts } from "@/bench/measure/cpu";
import type { Leftovers } from "@/bench/measure/leftovers";
import { quantile } from "@/bench/measure/quantile";
import { interleaved } from "@/bench/measure/rounds";
import { against, type Row, spread } from "@/bench/measure/row";
import { until } from "@/bench/measure/until";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { sayParts, signIn, startConsole } from "@/bench/ours/console";
import { asOwner } from "@/bench/ours/sealing";
import { socketOf } from "@/bench/ours/socket";
import { startBareWs } from "@/bench/peers/bare-ws";
import { ask, sendStreams } from "@/bench/workload/send";
import { fleetLabels, type Label } from "@/bench/workload/series-set";
import { openSockets, type Sockets, sharedNowMs } from "@/bench/workload/sockets";
import { writeRequests } from "@/bench/workload/write-request";

const SERIES = 100;
// Longer than the console's interval between two ticks, so that each write is one message to each screen.
const PACE_MS = 125;
const CALM_MS = 500;
const ARRIVE_MS = 1_500;

/** One run of writes against a thousand screens. */
export type Run = {
  latenciesMs: number[];
  delivered: number;
  expected: number;
  cpuSeconds: number;
  cpu: Record<string, number>;
};
export type FanOutFigures = { sockets: number; ours: Pace; floor: Pace };
type Pace = { calm: Run[]; busy: Run[] };

/** The rows of the fan-out claim from its runs. */
export function summarizeFanOut({ sockets, ours, floor }: FanOutFigures): Row[] {
  const name = "bare ws with a committed row";
  const quantiles = (runs: Run[], share: number) => runs.map(({ latenciesMs }) => quantile(latenciesMs, share));
  const latency = {
    workload: `a write of ${SERIES} samples until each of ${sockets.toLocaleString("en")} sockets has it, two writes a second`,
    unit: "ms",
  };
  const perDelivery = (runs: Run[]) => runs.map(({ cpuSeconds, delivered }) => (cpuSeconds / delivered) * 1e6);
  const lost = (runs: Run[]) => runs.reduce((sum, { expected, delivered }) => sum + expected - delivered, 0);
  return [
    {
      ...latency,
      claim: "Sample to screens p50",
      ours: spread(quantiles(ours.calm, 0.5)),
      peer: against(name, quantiles(floor.calm, 0.5)),
    },
    {
      ...latency,
      claim: "Sample to screens p99",
      ours: spread(quantiles(ours.calm, 0.99)),
      peer: against(name, quantiles(floor.calm, 0.99)),
      limit: { kind: "ratio", most: 3 },
    },
    {
      claim: "Fan-out CPU",
      workload: `${1000 / PACE_MS} writes a second of ${SERIES} samples to ${sockets.toLocaleString("en")} sockets, the highest rate at which the console tells every write`,
      unit: "CPU-s per M messages delivered",
      ours: spread(perDelivery(ours.busy)),
      peer: against(name, perDelivery(floor.busy)),
      limit: { kind: "ratio", most: 1.3 },
      note: `taking the samples in is counted on both sides; ticks are droppable: ours lost ${lost([...ours.calm, ...ours.busy])}, bare ws ${lost([...floor.calm, ...floor.busy])} deliveries`,
    },
  ];
}

/** From an accepted sample to a thousand sockets, beside a bare `ws` server that only commits a row first. */
export function fanOut(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const sockets = options.quick ? 200 : 1_000;
    const messages = options.quick ? 10 : 40;
    const subjects = { ours: await openOurs(leftovers, sockets), floor: await openFloor(leftovers, sockets) };
    const figures: FanOutFigures = { sockets, ours: { calm: [], busy: [] }, floor: { calm: [], busy: [] } };
    const measure = async (name: "ours" | "floor") => {
      const [calm, busy] = [
        await run(subjects[name], sockets, messages, CALM_MS),
        await run(subjects[name], sockets, messages * 2, PACE_MS),
      ];
      figures[name].calm.push(calm);
      figures[name].busy.push(busy);
      options.say(
        `${name}: p99 ${quantile(calm.latenciesMs, 0.99).toFixed(1)} ms, CPU-s/M: ${sayParts(busy.cpu, busy.delivered / 1e6)}`,
      );
      return 0;
    };
    await interleaved(options.rounds + 1, { ours: () => measure("ours"), floor: () => measure("floor") });
    for (const { calm, busy } of [figures.ours, figures.floor]) for (const runs of [calm, busy]) runs.shift();
    return summarizeFanOut(figures);
  });
}

type Subject = { parts: Record<string, number>; sockets: Sockets; send(message: number): Promise<void> };
let lastMessage = 0;

async function run({ parts, sockets, send }: Subject, count: number, messages: number, paceMs: number): Promise<Run> {
  await sockets.report();
  const sentMs = new Map<number, number>();
  const used = cpuParts(parts);
  for (let i = 0; i < messages; i++) {
    const message = ++lastMessage;
    const at = sharedNowMs();
    sentMs.set(message, at);
    await send(message);
    await delay(Math.max(0, at + paceMs - sharedNowMs()));
  }
  await delay(ARRIVE_MS);
  const cpu = used();
  const cpuSeconds = Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0);
  const arrivals = (await sockets.report()).filter(({ message }) => sentMs.has(message));
  const latenciesMs = arrivals.map(({ message, atMs }) => atMs - (sentMs.get(message) as number));
  return { latenciesMs, delivered: arrivals.length, expected: count * messages, cpuSeconds, cpu };
}

async function openOurs(leftovers: Leftovers, count: number): Promise<Subject> {
  const ours = await startConsole(leftovers);
  const labels: Label[][] = fleetLabels(SERIES, "screen");
  const request = writeRequests(labels);
  let lastMs = 0;
  const send = async (message: number) => {
    lastMs = Math.max(lastMs + 1, Date.now());
    for (let series = 0; series < SERIES; series++) request.add(series, lastMs, message);
    await sendStreams(ours.write, [[request.take()]]);
  };
  await send(0);
  const owner = asOwner(ours.postgres.url);
  const { rows } = await owner.query<{ id: string }>(
    "SELECT id FROM store.series WHERE name LIKE 'screen%' ORDER BY id",
  );
  await owner.end();
  const watch = rows.map(({ id }) => Number(id));
  if (watch.length !== SERIES) throw new Error(`${watch.length} series were made instead of ${SERIES}`);
  const sockets = await openSockets(leftovers, { ...socketOf(ours.url), count, cookie: await signIn(ours.url), watch });
  return { parts: ours.parts, sockets, send };
}

async function openFloor(leftovers: Leftovers, count: number): Promise<Subject> {
  const floor = await startBareWs(leftovers);
  const sockets = await openSockets(leftovers, { url: floor.socketUrl, count });
  // The same numbers in the same form as the console's tick, ready made: the floor neither reads nor packs them.
  const send = async (message: number) => {
    const atMs = Date.now();
    const values = Array.from({ length: SERIES }, (_, series) => [series + 1, atMs, message]);
    const { status } = await ask(floor.url, { method: "POST", body: JSON.stringify(["tick", { at: atMs, values }]) });
    if (status !== 204) throw new Error(`the bare server answered ${status}`);
  };
  await until("the bare server answers", async () => (await ask(floor.url, { method: "POST" })).status === 204);
  return { parts: floor.parts, sockets, send };
}
