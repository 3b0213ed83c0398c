import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Children, superviseChildren } from "@/bin/launch/children.js";

// Counts its lives in a file and dies in each of the first two.
const DIES_TWICE = `
  const fs = require("node:fs");
  fs.appendFileSync(process.argv[1], process.pid + "\\n");
  if (fs.readFileSync(process.argv[1], "utf8").trim().split("\\n").length < 3) process.exit(7);
  setInterval(() => {}, 1000);`;

let folder: string;
let children: Children;
const said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "nocturne-children-"));
  said.length = 0;
  children = superviseChildren({ data: folder, say: (words) => said.push(words), firstPauseMs: 20 });
});
afterEach(async () => {
  await children.stop();
  rmSync(folder, { recursive: true, force: true });
});

function states(): Record<string, { state: string; restarts: number; pid: number; ended?: string }> {
  return JSON.parse(readFileSync(path.join(folder, "launcher.json"), "utf8")).children;
}

function lives(file: string): number[] {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
}

test("a process that dies is started again after a growing pause, and the file for /readyz says so", async () => {
  const file = path.join(folder, "lives");
  children.start("fragile", ["-e", DIES_TWICE, file], process.env);
  await vi.waitUntil(() => lives(file).length === 3, { timeout: 20_000 });
  expect(states()["fragile"]).toMatchObject({
    state: "running",
    restarts: 2,
    ended: "exit code 7",
    pid: lives(file)[2],
  });
  expect(said).toEqual([
    "fragile ended (exit code 7); it starts again in 0.0 s",
    "fragile ended (exit code 7); it starts again in 0.0 s",
  ]);
});

test("what a process says is kept in its log, and a line of trouble is shown", async () => {
  const lines = [`{"level":30,"msg":"all is well"}`, `{"level":50,"msg":"trouble"}`, "plain"];
  const script = path.join(folder, "talks.cjs");
  writeFileSync(
    script,
    `${lines.map((line) => `console.log(${JSON.stringify(line)});`).join("")} setInterval(() => {}, 1000);`,
  );
  children.start("talker", [script], process.env);
  const log = path.join(folder, "logs/talker.log");
  await vi.waitUntil(() => existsSync(log) && readFileSync(log, "utf8").includes("plain"), { timeout: 20_000 });
  expect(readFileSync(log, "utf8").trim().split("\n")).toEqual(lines);
  expect(said).toEqual(["talker: trouble"]);
});
