import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConsoleStub, startConsoleStub } from "@/lib/collect/testing/console-stub";

const ROUNDS = 5;
let directory = "";
let stub: ConsoleStub;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "nocturne-crash-"));
  stub = await startConsoleStub();
  await build({
    entryPoints: [fileURLToPath(new URL("../testing/ticking-child.ts", import.meta.url))],
    outfile: join(directory, "child.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@": resolve(".") },
    banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
    logLevel: "silent",
  });
});
afterAll(async () => {
  await stub.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(round: number): Promise<ChildProcess> {
  const words = [join(directory, "child.mjs"), join(directory, "spool"), stub.url, round.toString(16).padStart(8, "0")];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout ?? child, "data");
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
}

test("kill -9 of a collector at any moment leaves no gap and no duplicate", { timeout: 60_000 }, async () => {
  for (let round = 1; round <= ROUNDS; round++) {
    const child = await start(round);
    const goal = stub.ackSeq() + 20 + ((round * 37) % 50);
    await until(() => stub.ackSeq() >= goal);
    // Every second death comes while the console takes batches and acknowledges none.
    stub.answering = round % 2 === 0;
    const seen = stub.batches.length;
    await until(() => stub.batches.length > seen + 1);
    child.kill("SIGKILL");
    await once(child, "exit");
    stub.answering = true;
  }
  const last = await start(ROUNDS + 1);
  const goal = stub.ackSeq() + 30;
  await until(() => stub.ackSeq() >= goal);
  last.kill("SIGKILL");
  await once(last, "exit");

  const acknowledged = stub.ackSeq();
  const numbers = [...stub.stored.values()]
    .sort((left, right) => left - right)
    .filter((value) => value < (acknowledged + 1) * 4);
  expect(numbers).toEqual(Array.from({ length: acknowledged * 4 }, (_, index) => index + 4));
  expect(new Set(stub.hellos.map(({ lineage }) => lineage)).size).toBe(1);
  expect(stub.hellos.every(({ droppedSamples }) => droppedSamples === 0)).toBe(true);
});
