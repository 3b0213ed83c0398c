import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "@playwright/test";
import type { ClaimOptions } from "@/bench/measure/claim";
import { type Row, spread } from "@/bench/measure/row";
import { withLeftovers } from "@/bench/measure/with-leftovers";
import { startCollector } from "@/bench/ours/collector";
import { signIn, startConsole } from "@/bench/ours/console";
import { type Visit, visitOverview } from "@/bench/ours/visit";

const DEBIAN = "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The rows of the overview claim from its visits. */
export function summarizeOverview(visits: readonly Visit[], liveSeconds: number): Row[] {
  const workload = "the overview in headless Chromium with an empty cache, signed in, this host's collector running";
  const row = (claim: string, unit: string, what: keyof Visit, most?: number): Row => ({
    claim,
    workload,
    unit,
    ours: spread(visits.map((visit) => visit[what])),
    ...(most === undefined ? {} : { limit: { kind: "absolute", most } }),
  });
  return [
    row("Overview JavaScript", "KB transferred", "scriptKb", 240),
    row("Overview largest paint", "ms", "lcpMs", 1_500),
    {
      ...row("Overview longest task, live", "ms", "liveTaskMs", 50),
      workload: `${workload}; ${liveSeconds} s of ticks`,
    },
    row("Overview longest task, loading", "ms", "loadTaskMs"),
  ];
}

/** What the first page costs a browser, and what a live tick does. */
export function overview(options: ClaimOptions): Promise<Row[]> {
  return withLeftovers(async (leftovers) => {
    const liveSeconds = options.quick ? 5 : 15;
    const ours = await startConsole(leftovers);
    await startCollector(leftovers, ours);
    const cookie = await signIn(ours.url);
    await delay(10_000);
    const browser = await chromium.launch({ ...(existsSync(DEBIAN) ? { executablePath: DEBIAN } : {}), args: QUIET });
    leftovers.add({ stop: () => browser.close(), kill: () => undefined });
    const visits: Visit[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const visit = await visitOverview(browser, `${ours.url}/`, cookie, liveSeconds);
      visits.push(visit);
      options.say(JSON.stringify(visit));
    }
    return summarizeOverview(visits, liveSeconds);
  });
}
