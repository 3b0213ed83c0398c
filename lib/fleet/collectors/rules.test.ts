import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createDownloads } from "@/lib/fleet/collectors/downloads";
import { greet } from "@/lib/fleet/collectors/greeting";
import { installScript } from "@/lib/fleet/collectors/install-script";
import { createRoom } from "@/lib/fleet/collectors/room";
import { createRuns } from "@/lib/fleet/collectors/runs";

describe("a greeting", () => {
  const known = { machineId: "m", lineage: "a", epoch: 3, ackSeq: 50 };
  const said = { machineId: "m", lineage: "a", epoch: 3, recoveredSeq: 60 };
  test.each([
    ["of the same spool goes on", known, said, { kind: "continue", epoch: 3, ackSeq: 50 }],
    ["of a spool that forgot its epoch goes on", known, { ...said, epoch: 0 }, { kind: "continue", epoch: 3 }],
    [
      "of a spool that lost what it had sent gets the next epoch",
      known,
      { ...said, recoveredSeq: 49 },
      { kind: "grant", epoch: 4 },
    ],
    [
      "of a new spool gets the next epoch",
      known,
      { ...said, lineage: "b", epoch: 0, recoveredSeq: 0 },
      { kind: "grant", epoch: 4 },
    ],
    [
      "of a spool with a lower epoch is an intruder's",
      known,
      { ...said, lineage: "b", epoch: 2 },
      { kind: "intruder" },
    ],
    ["of another machine is an intruder's", known, { ...said, machineId: "x" }, { kind: "intruder" }],
    [
      "that is the first one is granted",
      { machineId: null, lineage: null, epoch: 0, ackSeq: 0 },
      { ...said, epoch: 0, recoveredSeq: 0 },
      { kind: "grant", epoch: 1 },
    ],
    [
      "after the console was restored from a backup goes past both",
      { ...known, lineage: null, epoch: 1 },
      { ...said, epoch: 9 },
      { kind: "grant", epoch: 10 },
    ],
  ])("%s", (_, remembered, hello, greeting) => expect(greet(remembered, hello)).toMatchObject(greeting));
});

test("two processes of one collector that take turns are told from one that came back after another", () => {
  const runs = createRuns();
  const turns = (names: string, stepMs: number) =>
    [...names].map((run, at) => runs.isBack(stepMs < 1000 ? "fast" : "slow", run, at * stepMs));
  expect(turns("AABBA", 100)).toEqual([false, false, false, false, true]);
  expect(turns("ABA", 700_000)).toEqual([false, false, false]);
});

test("a full room sends away with a time that differs for each, and lets a single large one in", () => {
  const room = createRoom({ hellos: 1, samples: 10 });
  expect(room.enter("samples", 500)).toBeUndefined();
  room.leave("samples", 500);
  expect(room.enter("hello", 1)).toBeUndefined();
  const waits = [room.enter("hello", 1), room.enter("hello", 1)];
  expect(new Set(waits).size).toBe(2);
  room.leave("hello", 1);
  expect(room.enter("hello", 1)).toBeUndefined();
});

describe("the install script", () => {
  test("is a script that a shell can read, whatever the origin's text is", () => {
    for (const origin of ["https://console.example", "http://a'b\"$(touch /tmp/x)`y`"]) {
      const { status, stderr } = spawnSync("sh", ["-n"], {
        input: installScript(origin, "0".repeat(64)),
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });

  test("fetches the bundle whose hash it announces, and refuses another one", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nocturne-downloads-"));
    const bundle = join(directory, "collector.js");
    writeFileSync(bundle, "process.stdout.write(process.argv[2])\n");
    const downloads = createDownloads(bundle);
    expect(downloads.bundleHash).toBe(
      createHash("sha256").update("process.stdout.write(process.argv[2])\n").digest("hex"),
    );
    const server = createServer((request, response) => {
      if (!downloads.answer(request, response, `http://${request.headers.host}`)) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const script = await (await fetch(`${origin}/collector/install.sh`)).text();
    expect(script).toContain(origin);
    expect((await fetch(`${origin}/collector/nocturne-collector.mjs`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${origin}/collector/../secret`)).status).toBe(404);
    expect(await (await fetch(`${origin}/collector/nocturne-collector.mjs`)).text()).toContain("process.argv");
    server.close();
    rmSync(directory, { recursive: true });
  });

  test("of a console without a bundle says so", () => {
    expect(createDownloads("/nowhere/collector.js").bundleHash).toBeNull();
  });
});
