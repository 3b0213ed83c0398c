import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "@/bin/launch/free-port.js";

const OLD_NODE =
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.0'}})";

let data: string;
let port: number;

beforeEach(async () => {
  data = mkdtempSync(path.join(tmpdir(), "nocturne-launch-"));
  port = await freePort();
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** What `npm start` says last, and how it ends. */
function start(
  environment: Record<string, string>,
  options: string[] = [],
): Promise<{ code: number | null; words: string }> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _none, ...rest } = process.env;
    const child = spawn(process.execPath, [...options, "bin/start.js"], {
      env: { ...rest, HOST: "127.0.0.1", PORT: String(port), NOCTURNE_DATA: data, ...environment },
    });
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
    });
    child.stdout.resume();
    child.once("close", (code) => resolve({ code, words: said.trim() }));
  });
}

const refusals: [string, Record<string, string>, string][] = [
  ["a port that is no number", { PORT: "http" }, 'PORT must be a number from 1 to 65535; it is "http".'],
  [
    "a DATABASE_URL that is none",
    { DATABASE_URL: "mysql://x/y" },
    "DATABASE_URL is not of the form postgresql://user:password@host:5432/database.",
  ],
  [
    "a database where nothing listens",
    { DATABASE_URL: "postgresql://u:p@127.0.0.1:1/d" },
    "DATABASE_URL does not lead to a usable database: nothing listens at 127.0.0.1:1.",
  ],
  ["a short secret", { NOCTURNE_SECRET: "short" }, "NOCTURNE_SECRET must have at least 32 characters; it has 5."],
  [
    "an address that is none",
    { PUBLIC_URL: "console" },
    'PUBLIC_URL must be the http(s) address that browsers use; it is "console".',
  ],
  [
    "a folder inside a file",
    { NOCTURNE_DATA: "/etc/passwd/nocturne" },
    "/etc/passwd/nocturne is not a folder. Choose another with NOCTURNE_DATA.",
  ],
  ["an address of another machine", { HOST: "192.0.2.1" }, "HOST 192.0.2.1 is not an address of this machine."],
];

describe("one sentence, and an exit code that is not 0, for", () => {
  test.each(refusals)("%s", async (_, environment, sentence) => {
    expect(await start(environment)).toEqual({ code: 1, words: sentence });
  });

  test("an old Node", async () => {
    const { code, words } = await start({}, ["--import", OLD_NODE]);
    expect({ code, words }).toEqual({ code: 1, words: "Nocturne needs Node 20.19 or newer; this is 18.20.0." });
  });

  test("a port that is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    const { code, words } = await start({});
    taken.close();
    expect(code).toBe(1);
    expect(words).toBe(
      `Port ${port} is taken by another program. Choose another with PORT, for example PORT=${port + 1} npm start.`,
    );
  });

  test("a folder that another launcher runs on", async () => {
    writeFileSync(path.join(data, "launcher.lock"), JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
    const { code, words } = await start({});
    expect(code).toBe(1);
    expect(words).toBe(
      `Another Nocturne (process ${process.pid}) runs on ${data}. Stop it, or choose another folder with NOCTURNE_DATA.`,
    );
  });

  test("data that another major version of PostgreSQL wrote", async () => {
    mkdirSync(path.join(data, "postgresql"));
    writeFileSync(path.join(data, "postgresql/PG_VERSION"), "16\n");
    const { code, words } = await start({});
    expect(code).toBe(1);
    expect(words).toMatch(
      /postgresql was written by PostgreSQL 16, .* brings PostgreSQL \d+\. .*docs\/guide\/upgrade\.md/,
    );
  });

  test("a folder that this user may not write", async () => {
    const folder = process.getuid?.() === 0 ? "/proc/nocturne" : "/nocturne-of-nobody";
    const { code, words } = await start({ NOCTURNE_DATA: folder });
    expect(code).toBe(1);
    expect(words).toMatch(
      /^\/(proc|nocturne-of-nobody)\S* cannot be (made there|written by this user)\. Choose another folder/,
    );
  });

  test("a full disk", async (context) => {
    if (!mountSmall(data)) return context.skip("mounting a small disk is not permitted here");
    try {
      const { code, words } = await start({});
      expect(code).toBe(1);
      expect(words).toMatch(/^The disk that holds .* is full: \d+ MB are free, 300 MB are needed\. Free some space/);
    } finally {
      execFileSync("umount", [data]);
    }
  });
});

function bornAt(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function mountSmall(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
