import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { nocturne } from "../support/command-line";
import { expect, test } from "../support/fixtures";
import { crash, processesOf, untilReady } from "../support/processes";
import type { ProductPlace } from "../support/product";

// F4 at the size of a pull request: five rounds, each with seconds that only the spool holds when the collector dies.
const ROUNDS = 5;
const AWAY_MS = 6_000;
/** The record being written when the collector dies may be torn; everything before it is on the disk. */
const TORN_MS = 1_500;

test.describe.configure({ timeout: 240_000 });

test("a collector that is killed while the console is away delivers what it had measured, once", async ({
  product,
}) => {
  const token = await nocturne(product.data, "keys", "create", "--name", "faults", "--role", "viewer");
  const series = await uptimeSeries(product, token);
  for (let round = 0; round < ROUNDS; round++) {
    const web = processesOf(product.data).web.pid;
    const { restarts } = processesOf(product.data).collector;
    process.kill(web, "SIGSTOP");
    let [fromMs, toMs] = [Date.now(), 0];
    try {
      await delay(AWAY_MS);
      toMs = Date.now() - TORN_MS;
      crash(product.data, "collector");
    } finally {
      process.kill(web, "SIGCONT");
    }
    await expect.poll(() => processesOf(product.data).collector.restarts, { timeout: 40_000 }).toBe(restarts + 1);
    await untilReady(product.address, "green");
    fromMs += 500;
    // A machine busy with tests measures some seconds late or not at all; a spool that was lost would leave none of them.
    const wanted = Math.floor((toMs - fromMs) / 2000);
    await expect
      .poll(async () => (await raw(product, token, series, fromMs, toMs)).length, { timeout: 40_000 })
      .toBeGreaterThanOrEqual(wanted);
    const instants = await raw(product, token, series, fromMs, toMs);
    expect(new Set(instants).size, "no instant twice").toBe(instants.length);
  }
});

async function uptimeSeries({ address }: ProductPlace, token: string): Promise<number> {
  const match = encodeURIComponent(`host_uptime_seconds{host="${hostname()}"}`);
  const answer = await fetch(`${address}/api/v1/series?match=${match}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { series } = (await answer.json()) as { series: { id: number }[] };
  expect(series).toHaveLength(1);
  return series[0]?.id ?? 0;
}

async function raw(
  { address }: ProductPlace,
  token: string,
  id: number,
  fromMs: number,
  toMs: number,
): Promise<number[]> {
  const range = `series=${id}&fromMs=${fromMs}&toMs=${toMs}&resolution=raw&columns=last`;
  const answer = await fetch(`${address}/api/v1/series/points?${range}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { series } = (await answer.json()) as { series: { ms: number[] }[] };
  return series[0]?.ms ?? [];
}
