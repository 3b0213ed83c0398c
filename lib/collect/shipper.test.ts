import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MachineClocks } from "@/lib/collect/clock";
import { type Collector, startCollector } from "@/lib/collect/collector";
import type { ShipperEvent } from "@/lib/collect/shipper";
import { openSocketLink } from "@/lib/collect/socket-link";
import { type ConsoleStub, startConsoleStub } from "@/lib/collect/testing/console-stub";

let directory = "";
let stub: ConsoleStub;
let running: Collector[] = [];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "nocturne-ship-"));
  stub = await startConsoleStub();
});
afterEach(async () => {
  await Promise.all(running.map((collector) => collector.stop()));
  running = [];
  await stub.close();
  rmSync(directory, { recursive: true, force: true });
});

function collect(server = stub.url, clocks?: MachineClocks, answerWithinMs = 5_000) {
  const events: ShipperEvent[] = [];
  const collector = startCollector({
    hostName: "seoul-1",
    stateDirectory: directory,
    spoolLimitBytes: 8 * 1024 * 1024,
    version: "test",
    bundleHash: "",
    ...(clocks ? { clocks } : {}),
    open: () => openSocketLink({ server, token: "x", answerWithinMs }),
    runCheck: async (check) => ({
      ok: check.id !== "broken",
      ...(check.id === "broken" ? { reason: "connect" as const } : {}),
      durationMs: 12,
      samples: [],
    }),
    discover: async () => [],
    say: (event) => events.push(event),
  });
  running.push(collector);
  return { collector, events };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
}

const sequences = () => stub.batches.map(({ from, seq }) => [from, seq]);
function expectNoGap(): void {
  let next = 1;
  for (const [from = 0, seq = 0] of sequences()) {
    expect(from).toBeLessThanOrEqual(next);
    next = Math.max(next, seq + 1);
  }
}

test("this host's readings arrive under its name, a batch a second", { timeout: 20_000 }, async () => {
  collect();
  await until(() => stub.batches.length >= 3);
  const names = [...stub.stored.keys()];
  for (const name of [
    "host_cpu_ratio",
    "host_memory_used_ratio",
    "host_load",
    "host_process_memory_bytes",
    "host_uptime_seconds",
  ]) {
    expect(
      names.some((key) => key.startsWith(name)),
      name,
    ).toBe(true);
  }
  expect(names.every((key) => key.includes('"host":"seoul-1"'))).toBe(true);
  expect(stub.batches.every(({ samples }) => samples.every(([, ms]) => ms % 1000 === 0))).toBe(true);
  expectNoGap();
});

test("a check that the console assigns runs at once, and its verdict and samples are sent", {
  timeout: 20_000,
}, async () => {
  const check = (id: string) => ({
    id,
    intervalSeconds: 30,
    labels: { check: id },
    input: { kind: "tcp", host: "127.0.0.1", port: 1 } as const,
  });
  stub.welcome = { checks: [check("fine"), check("broken")] };
  collect();
  await until(() => [...stub.stored.keys()].filter((key) => key.startsWith("check_up")).length === 2);
  const up = [...stub.stored].filter(([key]) => key.startsWith("check_up"));
  expect(Object.fromEntries(up.map(([key, value]) => [/"check":"(\w+)"/.exec(key)?.[1], value]))).toEqual({
    fine: 1,
    broken: 0,
  });
  await until(() => stub.batches.flatMap(({ verdicts }) => verdicts ?? []).length >= 2);
  expect(stub.batches.flatMap(({ verdicts }) => verdicts ?? []).find(({ check: id }) => id === "broken")).toMatchObject(
    { ok: false, reason: "connect" },
  );
});

describe("the console's answers", () => {
  test("a request for definitions is met by telling them again", { timeout: 20_000 }, async () => {
    stub.answers.push({ need: "definitions" });
    collect();
    await until(() => stub.batches.length >= 2);
    expect(stub.hellos.length).toBeGreaterThanOrEqual(2);
    expectNoGap();
  });

  test("a request to wait is kept, and nothing is skipped afterwards", { timeout: 20_000 }, async () => {
    stub.answers.push({ retryAfterMs: 300 });
    collect();
    await until(() => stub.batches.length >= 2);
    expectNoGap();
  });

  test("a cut says so and ends the connection", { timeout: 20_000 }, async () => {
    stub.answers.push({ cut: "revoked", retryAfterMs: 60_000 });
    const { collector, events } = collect();
    await until(() => events.some(({ kind }) => kind === "cut"));
    expect(collector.isConnected()).toBe(false);
  });
});

/** A wire that can be cut: it forwards, or swallows everything while both sides believe it is there. */
function wire(
  target: string,
): Promise<{ url: string; swallow: (on: boolean) => void; reset: () => void; server: Server }> {
  const { port } = new URL(target);
  const pairs = new Set<[Socket, Socket]>();
  let swallowing = false;
  const server = createServer((near) => {
    const far = connect(Number(port), "127.0.0.1");
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (part) => swallowing || to.write(part));
      from.on("error", () => undefined);
      from.on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const own = typeof address === "object" && address ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${own}`,
        server,
        swallow: (on) => {
          swallowing = on;
        },
        reset: () => {
          for (const [near, far] of pairs) {
            near.resetAndDestroy();
            far.resetAndDestroy();
          }
        },
      });
    });
  });
}

describe("a partition", () => {
  test.each(["half-open", "reset"] as const)(
    "(%s) heals: the backlog comes in order, nothing is missing, nothing twice",
    { timeout: 30_000 },
    async (way) => {
      const cable = await wire(stub.url);
      const { events } = collect(cable.url, undefined, 1_000);
      await until(() => stub.batches.length >= 2);
      if (way === "half-open") cable.swallow(true);
      else cable.reset();
      await until(() => events.some(({ kind }) => kind === "away"));
      cable.swallow(false);
      cable.reset();
      const seen = stub.batches.length;
      await until(() => stub.batches.length >= seen + 2);
      expectNoGap();
      const cpu = [...stub.stored.keys()]
        .filter((key) => key.startsWith("host_uptime_seconds"))
        .map((key) => Number(key.split("@")[1]));
      const seconds = cpu.sort((left, right) => left - right);
      for (let index = 1; index < seconds.length; index++)
        expect((seconds[index] ?? 0) - (seconds[index - 1] ?? 0)).toBe(1000);
      cable.reset();
      cable.server.close();
      await Promise.all(running.splice(0).map((collector) => collector.stop()));
      cable.reset();
      await once(cable.server, "close").catch(() => undefined);
    },
  );
});

describe("a wrong clock", () => {
  const HOUR = 3_600_000;
  const now = Date.now();
  test.each([
    ["an hour ahead", HOUR],
    ["an hour behind", -HOUR],
    ["a day ahead", 24 * HOUR],
    ["a day behind", -24 * HOUR],
    ["in 1970", 86_400_000 - now],
    ["in 2106", 4_294_967_295_000 - now],
  ])(
    "%s: samples carry the console's time from the first one, the skew is told",
    { timeout: 20_000 },
    async (_, skewMs) => {
      const clocks = { wallMs: () => Date.now() + skewMs, monotonicMs: () => performance.now() };
      collect(stub.url, clocks);
      await until(() => stub.batches.length >= 2);
      const stamps = stub.batches.flatMap(({ samples }) => samples.map(([, ms]) => ms));
      for (const ms of stamps) expect(Math.abs(ms - Date.now())).toBeLessThan(15_000);
      const skew = (stub.batches.at(-1)?.wallMs ?? 0) - Date.now();
      expect(Math.abs(skew - skewMs)).toBeLessThan(15_000);
    },
  );
});
