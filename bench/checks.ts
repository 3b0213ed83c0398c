import { setTimeout as delay } from "node:timers/promises";
import type { ClaimOptions } from "@/bench/measure/claim";
import { cpuMeter, cpuParts } from "@/bench/measure/cpu";
import type { Leftovers } from "@/bench/measure/leftovers";
import { against, type Row, spread } from "@/bench/measure/row";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { startCollector } from "@/bench/ours/collector";
import { type Console, sayParts, startConsole } from "@/bench/ours/console";
import { blackboxScrapes, startBlackbox } from "@/bench/peers/blackbox";
import { startNginx } from "@/bench/peers/nginx";
import { PORTS } from "@/bench/peers/ports";
import { startPrometheus } from "@/bench/peers/prometheus";
import { ask } from "@/bench/workload/send";

const EVERY_SECONDS = 20;
const AT_ONCE = 4;

export type ChecksFigures = {
  checks: number;
  seconds: number;
  /** CPU-seconds per 1,000 checks, a figure a window. */
  ours: number[];
  oursAboveIdle: number[];
  peer?: number[];
};

/** The rows of the checks claim from its windows. */
export function summarizeChecks({ checks, seconds, ours, oursAboveIdle, peer }: ChecksFigures): Row[] {
  const row = {
    claim: "HTTP checks CPU",
    workload: `${checks.toLocaleString("en")} HTTP checks every ${EVERY_SECONDS} s against nginx, a new connection each, stored, judged and pushed; windows of ${seconds} s, both at once`,
    unit: "CPU-s per 1,000 checks",
    peer: against("blackbox_exporter 0.23 + Prometheus 2.42", peer),
  };
  return [
    {
      ...row,
      ours: spread(ours),
      limit: { kind: "ratio", most: 0.35 },
      note: "collector, web, worker and PostgreSQL together, with all else that they do at rest and the host's own metrics once a second",
    },
    { ...row, claim: "HTTP checks CPU, above the console and collector at rest", ours: spread(oursAboveIdle) },
  ];
}

/** A thousand HTTP checks by a collector, beside the blackbox exporter scraped by Prometheus. */
export function checks(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const count = options.quick ? 200 : 1_000;
    const seconds = options.quick ? 20 : 60;
    const target = await startNginx(leftovers, PORTS.checkedByUs);
    if (!target) return summarizeChecks({ checks: count, seconds, ours: [], oursAboveIdle: [] });
    const ours = await startConsole(leftovers);
    const collector = await startCollector(leftovers, ours);
    const parts = { ...ours.parts, collector: collector.pid };
    await delay(15_000);
    const idle = cpuMeter(Object.values(parts));
    await delay(EVERY_SECONDS * 1000);
    const idlePerSecond = idle() / EVERY_SECONDS;
    options.say(`at rest ${(idlePerSecond * 100).toFixed(1)} % of a core`);
    await createChecks(ours, collector.id, count, target.url);
    const peer = await startPeer(leftovers, count);
    await delay(EVERY_SECONDS * 1000 + 5_000);

    const windows = await measureWindows({ parts, requests: target.requests }, peer, { ...options, seconds });
    return summarizeChecks({
      checks: count,
      seconds,
      ours: windows.map(({ ours }) => ours.perThousand),
      oursAboveIdle: windows.map(({ ours }) => ours.perThousand - (idlePerSecond * seconds * 1000) / ours.requests),
      peer: peer && windows.map(({ theirs }) => theirs?.perThousand ?? Number.NaN),
    });
  });
}

async function measureWindows(
  mine: Side,
  peer: Side | undefined,
  { rounds, seconds, say }: ClaimOptions & { seconds: number },
): Promise<{ ours: Used; theirs: Used | undefined }[]> {
  const windows: { ours: Used; theirs: Used | undefined }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [end, endPeer] = [await openWindow(mine), peer && (await openWindow(peer))];
    await delay(seconds * 1000);
    const [ours, theirs] = [await end(), await endPeer?.()];
    windows.push({ ours, theirs });
    const parts = sayParts(ours.byPart, ours.requests / 1000);
    say(`${(ours.requests / seconds).toFixed(1)} checks/s: ${parts}; peer ${theirs?.perThousand.toFixed(2)}`);
  }
  return windows;
}

type Side = { parts: Record<string, number>; requests: () => Promise<number> };
type Used = { requests: number; byPart: Record<string, number>; perThousand: number };

/** Starts a window; the returned function ends it and tells what its checks took. */
async function openWindow({ parts, requests }: Side): Promise<() => Promise<Used>> {
  const before = await requests();
  const used = cpuParts(parts);
  return async () => {
    const byPart = used();
    const asked = (await requests()) - before;
    const cpu = Object.values(byPart).reduce((sum, part) => sum + part, 0);
    return { requests: asked, byPart, perThousand: (cpu * 1000) / asked };
  };
}

async function startPeer(leftovers: Leftovers, count: number): Promise<Side | undefined> {
  const blackbox = await startBlackbox(leftovers);
  const target = await startNginx(leftovers, PORTS.checkedByPeer);
  if (!blackbox || !target) return undefined;
  const targets = Array.from({ length: count }, (_, n) => `${target.url}/c/${n}`);
  const prometheus = await startPrometheus(leftovers, blackboxScrapes(targets, EVERY_SECONDS));
  return prometheus && { parts: { blackbox: blackbox.pid, prometheus: prometheus.pid }, requests: target.requests };
}

async function createChecks(ours: Console, collector: string, count: number, target: string): Promise<void> {
  const left = Array.from({ length: count }, (_, n) => n);
  const createInTurn = async () => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) {
      const body = JSON.stringify({
        kind: "http",
        name: `bench ${n}`,
        collector,
        intervalSeconds: EVERY_SECONDS,
        timeoutMs: 5_000,
        config: { url: `${target}/c/${n}` },
      });
      const headers = { ...ours.authorization, "content-type": "application/json" };
      const answer = await ask(`${ours.url}/api/v1/checks`, { method: "POST", headers, body });
      if (answer.status !== 201)
        throw new Error(`a check was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, createInTurn));
}
