import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBackoff } from "@/lib/collect/backoff";
import { createCatalogue } from "@/lib/collect/catalogue";
import { createCheckSchedule, nextDue } from "@/lib/collect/check-schedule";
import { createAlignedClock } from "@/lib/collect/clock";
import { readCommand } from "@/lib/collect/command";
import { readConfig, writeConfig } from "@/lib/collect/config-file";
import { candidatesFor, parseListeningPorts } from "@/lib/collect/discover";
import { lockState } from "@/lib/collect/lock-state";
import type { AssignedCheck } from "@/lib/probes/check-input";

describe("waiting between tries", () => {
  test("doubles up to the bound, between half and all of it, and begins anew", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (chance) => {
        const backoff = createBackoff({ firstMs: 500, mostMs: 10_000, random: () => chance });
        const waits = Array.from({ length: 8 }, () => backoff.next());
        [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000].forEach((whole, index) => {
          expect(waits[index]).toBeGreaterThanOrEqual(whole / 2);
          expect(waits[index]).toBeLessThanOrEqual(whole);
        });
        backoff.reset();
        expect(backoff.next()).toBeLessThanOrEqual(500);
      }),
    );
  });
  test("is never shorter than what the console asked for", () => {
    const backoff = createBackoff({ firstMs: 10, mostMs: 100, random: () => 0 });
    expect(backoff.next(5_000)).toBe(5_000);
    expect(createBackoff({ firstMs: 10, mostMs: 100, random: () => 1 }).next(5_000)).toBe(7_500);
  });
});

describe("the aligned clock", () => {
  test("follows the console from the first answer, whatever the machine's clock does", () => {
    const machine = { wall: 1_000_000, monotonic: 50 };
    const clock = createAlignedClock({ wallMs: () => machine.wall, monotonicMs: () => machine.monotonic });
    expect(clock.nowMs()).toBe(1_000_000);
    clock.align(5_000_000, 40, 60);
    expect(clock.nowMs()).toBe(5_000_000);
    expect(clock.correctionMs()).toBe(4_000_000);
    expect(clock.skewMs()).toBe(-4_000_000);
    machine.wall = 0;
    machine.monotonic += 10_000;
    expect(clock.nowMs()).toBe(5_010_000);
  });
  test("does not chase the network's noise, and follows a console whose time was moved", () => {
    const machine = { wall: 0, monotonic: 0 };
    const clock = createAlignedClock({ wallMs: () => machine.wall, monotonicMs: () => machine.monotonic });
    clock.align(1_000, 0, 0);
    clock.align(1_040, 0, 0);
    expect(clock.nowMs()).toBe(1_000);
    clock.align(301_000, 0, 0);
    expect(clock.nowMs()).toBe(301_000);
    expect(clock.correctionMs()).toBe(1_000);
  });
  test("begins with the skew that was last known", () => {
    expect(createAlignedClock({ wallMs: () => 10_000, monotonicMs: () => 0 }, 3_000).nowMs()).toBe(7_000);
  });
});

describe("the schedule of checks", () => {
  const check = (id: string, intervalSeconds = 30): AssignedCheck => ({
    id,
    intervalSeconds,
    labels: {},
    input: { kind: "tcp", host: "h", port: 1 },
  });

  test("each check keeps one place in its interval, and many spread over it", () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: 3600 }),
        fc.integer({ min: 0, max: 4e9 }),
        (id, intervalSeconds, second) => {
          const due = nextDue({ id, intervalSeconds }, second);
          expect(due).toBeGreaterThan(second);
          expect(due - second).toBeLessThanOrEqual(intervalSeconds * 1.5);
          expect(nextDue({ id, intervalSeconds }, due)).toBe(due + intervalSeconds);
        },
      ),
    );
    const places = new Set(
      Array.from({ length: 200 }, (_, index) => nextDue(check(`0192-${index * 7919}`), 1_000_000) % 30),
    );
    expect(places.size).toBeGreaterThan(20);
  });

  test("a check runs at once when it is new, changed or asked for, never twice at a time, and not when it was taken away", async () => {
    const started: string[] = [];
    const finished: string[] = [];
    const ends: (() => void)[] = [];
    const schedule = createCheckSchedule({
      run: (one) => {
        started.push(one.id);
        return new Promise((resolve) => ends.push(() => resolve({ ok: true, durationMs: 1, samples: [] })));
      },
      finished: (one) => finished.push(one.id),
      nowMs: () => 0,
      mostAtOnce: 2,
    });
    schedule.assign([check("a"), check("b"), check("c")]);
    schedule.tick(100);
    schedule.tick(200);
    expect(started).toEqual(["a", "b"]);
    schedule.assign([check("a"), { ...check("c"), askedAtMs: 5 }]);
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(finished).toEqual(["a"]);
    schedule.tick(201);
    expect(started).toEqual(["a", "b", "a", "c"]);
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
    schedule.assign([check("a"), { ...check("c"), askedAtMs: 6 }]);
    schedule.tick(202);
    expect(started).toEqual(["a", "b", "a", "c", "c"]);
  });
});

describe("what runs beside the collector", () => {
  const line = (address: string, port: string, state: string) =>
    `   0: ${address}:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 1146 1 0 100 0 0 10 0`;
  test("are the ports that something listens on here", () => {
    const tcp = [
      "  sl  local_address rem_address   st",
      line("00000000", "1538", "0A"),
      line("0100007F", "18EB", "0A"),
      line("0A00000A", "0050", "0A"),
      line("0100007F", "ABCD", "01"),
    ].join("\n");
    const tcp6 = [
      line("00000000000000000000000000000000", "01BB", "0A"),
      line("0000000000000000FFFF00000100007F", "1F90", "0A"),
    ].join("\n");
    expect(parseListeningPorts(tcp, tcp6)).toEqual([443, 5432, 6379, 8080]);
  });
  test("becomes proposals for what it knows, each under a key that stays", () => {
    expect(candidatesFor([22, 5432, 9100]).map(({ key, input }) => [key, input.kind])).toEqual([
      ["postgresql-5432", "postgres"],
      ["node-exporter-9100", "prometheus"],
    ]);
  });
});

test("series are told apart by name and labels in any order, and no more than the bound are taken", () => {
  const catalogue = createCatalogue(2);
  const series = { name: "m", labels: { a: "1", b: "2" } };
  expect(catalogue.idOf(series, { host: "h" })).toBe(0);
  expect(catalogue.idOfWhole({ name: "m", labels: { host: "h", b: "2", a: "1" } })).toBe(0);
  expect(catalogue.idOf(series, { host: "other" })).toBe(1);
  expect(catalogue.idOfWhole({ name: "third", labels: {} })).toBe(-1);
  expect([catalogue.size(), catalogue.refused()]).toEqual([2, 1]);
});

describe("the state folder", () => {
  test("keeps the token for its owner alone, and says in words what is wrong with it", () => {
    const directory = mkdtempSync(join(tmpdir(), "nocturne-config-"));
    const path = join(directory, "deep", "collector.json");
    expect(readConfig(path)).toBeUndefined();
    const config = { server: "https://console.test", token: "nc_x", collector: "id", host: "seoul-1" };
    writeConfig(path, config);
    expect(readConfig(path)).toEqual(config);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeConfig(path, { ...config, token: "" });
    expect(() => readConfig(path)).toThrow(/no "token"; enrol again/);
    rmSync(directory, { recursive: true });
  });
  test("is one process's at a time, and a dead one's is free", () => {
    const directory = mkdtempSync(join(tmpdir(), "nocturne-lock-"));
    const unlock = lockState(directory);
    lockState(directory)();
    unlock();
    rmSync(directory, { recursive: true });
  });
});

test.each<[string[], RegExp]>([
  [["fly"], /nocturne-collector run/],
  [["enrol", "--server", "http://x"], /nocturne-collector run/],
  [["run", "--spool-mb", "none"], /spool-mb/],
  [["run", "--what"], /what/],
])("the command line %j is refused in words", (words, said) => {
  expect(() => readCommand(words, {})).toThrow(said);
});
