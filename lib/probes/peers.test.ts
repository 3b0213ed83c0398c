import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProbeResult } from "@/lib/probes/probe";
import { runProbe } from "@/lib/probes/run-probe";

const valueIn = (result: ProbeResult, name: string) => result.samples.find(({ series }) => series.name === name)?.value;
const here = (program: string) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
// A machine of a developer may lack a peer; where CI is set its absence is a failure.
const unless = (present: boolean) => (present || process.env["CI"] ? test : test.skip);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address ? address.port : 0;
}

describe("a Redis server", () => {
  let server: ChildProcess | undefined;
  let directory = "";
  let port = 0;
  const withRedis = unless(here("redis-server"));

  beforeAll(async () => {
    if (!here("redis-server")) return;
    directory = mkdtempSync(join(tmpdir(), "nocturne-redis-"));
    port = await freePort();
    server = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory, "--requirepass", "hush"],
      { stdio: "ignore" },
    );
    while ((await runProbe({ kind: "tcp", host: "127.0.0.1", port }, {}, 500)).ok === false);
  });
  afterAll(() => {
    server?.kill("SIGKILL");
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  withRedis("tells its memory, clients and operations", async () => {
    const result = await runProbe(
      { kind: "redis", host: "127.0.0.1", port, secret: "redis" },
      { secret: (name) => (name === "redis" ? "hush" : undefined) },
    );
    expect(result).toMatchObject({ ok: true });
    expect(valueIn(result, "redis_memory_bytes")).toBeGreaterThan(100_000);
    expect(valueIn(result, "redis_clients")).toBeGreaterThanOrEqual(1);
    expect(valueIn(result, "redis_keys")).toBe(0);
  });

  withRedis("without its password, or with a wrong one, is a matter of credentials", async () => {
    expect(await runProbe({ kind: "redis", host: "127.0.0.1", port }, {})).toMatchObject({ reason: "credentials" });
    expect(await runProbe({ kind: "redis", host: "127.0.0.1", port, password: "no" }, {})).toMatchObject({
      reason: "credentials",
    });
  });

  withRedis("is found by a plain conversation too", async () => {
    expect(
      await runProbe({ kind: "tcp", host: "127.0.0.1", port, send: "PING\r\n", expect: "NOAUTH" }, {}),
    ).toMatchObject({ ok: true });
    expect(
      await runProbe({ kind: "tcp", host: "127.0.0.1", port, send: "PING\r\n", expect: "HELLO" }, {}, 300),
    ).toMatchObject({ reason: "timeout" });
  });
});

describe("a name server", () => {
  // Answers A questions for one name with 192.0.2.7 and everything else with NXDOMAIN; names that start with "silent" never.
  const server = createSocket("udp4");
  let port = 0;
  beforeAll(async () => {
    server.on("message", (question, from) => {
      const name = question.toString("latin1", 13);
      if (name.startsWith("silent")) return;
      const known = name.startsWith("shop");
      const answer = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
      const head = Buffer.from(question.subarray(0, 12));
      head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
      head.writeUInt16BE(known ? 1 : 0, 6);
      head.writeUInt16BE(0, 10);
      const asked = question.subarray(12, question.indexOf(0, 12) + 5);
      server.send(Buffer.concat(known ? [head, asked, answer] : [head, asked]), from.port, from.address);
    });
    await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
    port = server.address().port;
  });
  afterAll(() => server.close());

  const ask = (name: string, expected?: string[], timeoutMs = 5_000) =>
    runProbe({ kind: "dns", name, type: "A", server: `127.0.0.1:${port}`, expect: expected }, {}, timeoutMs);

  test.each([
    ["a name it knows", "shop.test", undefined, undefined],
    ["the address that was expected", "shop.test", ["192.0.2.7"], undefined],
    ["another address than expected", "shop.test", ["192.0.2.8"], "mismatch"],
    ["a name it does not know", "nobody.test", undefined, "dns"],
  ])("%s", async (_, name, expected, reason) => {
    const result = await ask(name, expected);
    expect({ ok: result.ok, reason: result.reason }).toEqual({ ok: reason === undefined, reason });
  });

  test("that is silent is a timeout by the deadline", async () => {
    expect(await ask("silent.test", undefined, 300)).toMatchObject({ reason: "timeout" });
  });

  test("at an address that may not be asked is refused", async () => {
    const input = { kind: "dns", name: "shop.test", type: "A", server: `127.0.0.1:${port}` } as const;
    expect(await runProbe(input, { guard: () => false })).toMatchObject({ reason: "address-refused" });
  });
});

test("a program that is stopped from outside says so, and at once", async () => {
  const controller = new AbortController();
  const probing = runProbe(
    { kind: "tcp", host: "127.0.0.1", port: await freePort().then((port) => port) },
    { signal: controller.signal },
  );
  controller.abort();
  expect((await probing).ok).toBe(false);
});
