import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patternFound } from "@/lib/probes/body-match";
import { parseExposition } from "@/lib/probes/exposition";
import { cpuShares, parseCpuTimes } from "@/lib/probes/host/cpu";
import { parseDiskCounters } from "@/lib/probes/host/disk-io";
import { parseMounts } from "@/lib/probes/host/disks";
import { createMemoryReader, parseMemory } from "@/lib/probes/host/memory";
import { parseInterfaceCounters } from "@/lib/probes/host/network";
import { createPressureReader, parsePressure } from "@/lib/probes/host/pressure";
import { busiest, parseProcess, sumByName } from "@/lib/probes/host/processes";
import { parseRedisInfo, redisSamples } from "@/lib/probes/redis";
import { RespError, readResp, respCommand } from "@/lib/probes/resp";
import { statementDeltas } from "@/lib/probes/statement-deltas";
import { statusMatches } from "@/lib/probes/status-match";

describe("/proc/stat", () => {
  const text = "cpu  100 5 50 800 20 1 2 3 0 0\ncpu0 60 5 20 400 10 1 1 3 0 0\nintr 12 34\n";
  test("gives the machine and each core", () => {
    const times = parseCpuTimes(text);
    expect([...times.keys()]).toEqual(["cpu", "cpu0"]);
    expect(times.get("cpu")).toEqual([100, 5, 50, 800, 20, 1, 2, 3]);
  });
  test.each([
    ["half busy", [0, 0, 0, 0, 0, 0, 0, 0], [50, 0, 0, 50, 0, 0, 0, 0], [0.5, 0, 0, 0.5, 0, 0, 0, 0]],
    ["iowait that stepped back", [10, 0, 0, 10, 9, 0, 0, 0], [20, 0, 0, 20, 8, 0, 0, 0], [0.5, 0, 0, 0.5, 0, 0, 0, 0]],
    ["no time between", [1, 0, 0, 1, 0, 0, 0, 0], [1, 0, 0, 1, 0, 0, 0, 0], undefined],
    ["a counter that began anew", [1000, 0, 0, 1000, 0, 0, 0, 0], [5, 0, 0, 5, 0, 0, 0, 0], undefined],
  ])("%s", (_, before, after, shares) => expect(cpuShares(before, after)).toEqual(shares));
});

describe("/proc/meminfo", () => {
  test("counts what is not available as used", () => {
    const seen = new Map<string, number>();
    createMemoryReader()(
      "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\nHugePages_Total: 3\n",
      (series, value) => seen.set(`${series.name} ${series.labels["state"] ?? ""}`, value),
    );
    expect(seen.get("host_memory_bytes used")).toBe(600 * 1024);
    expect(seen.get("host_memory_used_ratio ")).toBe(0.6);
    expect(seen.get("host_swap_bytes used")).toBe(30 * 1024);
  });
  test("leaves counts out", () => expect(parseMemory("HugePages_Total:       3\n").size).toBe(0));
});

test("/proc/pressure becomes the share of time that tasks waited", () => {
  expect(parsePressure("some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n")).toEqual({ some: 5 });
  const seen: [string | undefined, number][] = [];
  const read = createPressureReader("io");
  read("some avg10=0 total=0\nfull avg10=0 total=0\n", 0, () => undefined);
  read("some avg10=0 total=250000\nfull avg10=0 total=100000\n", 1000, (series, value) =>
    seen.push([series.labels["kind"], value]),
  );
  expect(seen).toEqual([
    ["some", 0.25],
    ["full", 0.1],
  ]);
});

test("/proc/diskstats keeps whole disks that did something", () => {
  const line = (name: string, sectors: number) => `   8       0 ${name} 10 0 ${sectors} 5 20 0 4 7 0 33 12 0 0 0 0 0 0`;
  const text = [
    line("sda", 2),
    line("sda1", 2),
    line("nvme0n1", 4),
    line("nvme0n1p2", 4),
    line("loop3", 9),
    line("vdb", 0).replace(" 4 7", " 0 7"),
    line("dm-0", 2),
  ].join("\n");
  expect(parseDiskCounters(text).map(({ device, readBytes, busyMs }) => [device, readBytes, busyMs])).toEqual([
    ["sda", 1024, 33],
    ["nvme0n1", 2048, 33],
    ["dm-0", 1024, 33],
  ]);
});

test("/proc/net/dev keeps interfaces that carried something", () => {
  const text =
    "Inter-|\n face |bytes\n    lo: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0\n  eth0:842 3 1 2 0 0 0 0 77 3 4 8 0 0 0 0\nveth12: 9 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0\n";
  expect(parseInterfaceCounters(text)).toEqual([{ name: "eth0", receivedBytes: 842, sentBytes: 77, errors: 15 }]);
});

test("/proc/mounts keeps local disks once, under their shortest path, with blanks in names", () => {
  const text =
    "/dev/vda / ext4 rw 0 0\n/dev/vda /var/lib/x ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n/dev/sdb /mnt/my\\040disk xfs rw 0 0\nproc /proc proc rw 0 0\noverlay /docker/merged overlay rw 0 0\n";
  expect(parseMounts(text)).toEqual(["/", "/mnt/my disk"]);
});

describe("processes", () => {
  const stat = (name: string, ticks: number, started: number, pages: number) =>
    `7 (${name}) S 1 7 7 0 -1 4194304 100 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${started} 3133440 ${pages} 18446744073709551615 0 0`;
  test("a name may hold blanks and parentheses", () => {
    expect(parseProcess(stat("tmux: server (1)", 5, 9, 2))).toEqual({
      name: "tmux: server (1)",
      ticks: 5,
      startedTicks: 9,
      residentBytes: 8192,
    });
    expect(parseProcess("")).toBeUndefined();
  });
  test("a number that another process took over does not count the old one's time", () => {
    const use = (ticks: number, startedTicks: number) => ({ name: "a", ticks, startedTicks, residentBytes: 1 });
    const totals = sumByName(
      new Map([
        [1, use(30, 50)],
        [2, use(500, 1)],
      ]),
      new Map([
        [1, use(1000, 2)],
        [2, use(400, 1)],
      ]),
      10,
    );
    expect(totals.get("a")).toEqual({ cpuRatio: 0.13, residentBytes: 2, count: 2 });
    expect(busiest(totals, 3)).toEqual(["a"]);
  });
});

describe("the Prometheus text format", () => {
  test.each([
    ["up 1", [["up", {}, 1]]],
    [
      'http_total{code="200",path="/a\\"b\\\\c\\n"} 3 1700000000000',
      [["http_total", { code: "200", path: '/a"b\\c\n' }, 3]],
    ],
    ["x{ } +Inf", [["x", {}, Number.POSITIVE_INFINITY]]],
    ['x{a="1",} 0x', []],
    ['x{a="1"} 1e3 # {trace="z"} 0.2', [["x", { a: "1" }, 1000]]],
    ['x{a="unclosed} 1', []],
    ["0bad 1", []],
    ["x", []],
    ["x{a=1} 1\ny 2", [["y", {}, 2]]],
  ])("%s", (text, samples) => {
    expect(parseExposition(text, 10).samples.map(({ name, labels, value }) => [name, labels, value])).toEqual(samples);
  });
  test("types come from the family, also of a histogram's parts", () => {
    const text = '# TYPE a counter\n# TYPE h histogram\na_total 1\nh_bucket{le="1"} 1\nh_sum 2\ng 3\n# TYPE a gauge x';
    expect(parseExposition(text, 10).samples.map(({ type }) => type)).toEqual([
      "counter",
      "counter",
      "counter",
      "untyped",
    ]);
  });
  test("more than the bound is cut and said", () => {
    expect(parseExposition("a 1\na 2\na 3", 2)).toMatchObject({ cut: true, samples: [{ value: 1 }, { value: 2 }] });
  });
  test("no text breaks the reader", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "binary" }), (text) => void parseExposition(text, 100)),
      { numRuns: 3000 },
    );
    const near = fc.array(fc.constantFrom("a", "{", "}", '"', "=", ",", "\\", " ", "1", "\n", "#", "TYPE"), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(near, (parts) => void parseExposition(parts.join(""), 100)),
      { numRuns: 3000 },
    );
  });
});

describe("RESP", () => {
  test("a command is an array of bulk strings, counted in bytes", () => {
    expect(respCommand(["AUTH", "암호"]).toString()).toBe("*2\r\n$4\r\nAUTH\r\n$6\r\n암호\r\n");
  });
  test.each([
    ["+OK\r\n", "OK"],
    [":12\r\n", 12],
    ["$-1\r\n", null],
    ["$4\r\na\r\nb\r\n", "a\r\nb"],
    ["*2\r\n:1\r\n$1\r\nx\r\n", [1, "x"]],
    ["-ERR no\r\n", new RespError("ERR no")],
  ])("%j", (text, reply) => expect(readResp(Buffer.from(text))?.reply).toEqual(reply));
  test("a reply that is not all there yet is waited for at every length", () => {
    const whole = Buffer.from("*2\r\n$5\r\nhello\r\n:7\r\n");
    for (let length = 0; length < whole.length; length++) expect(readResp(whole.subarray(0, length))).toBeUndefined();
  });
  test("no bytes do more than throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          readResp(Buffer.from(bytes));
        } catch (error) {
          expect((error as Error).message).toMatch(/RESP reply/);
        }
      }),
    );
  });
  test("INFO becomes samples; without lookups there is no hit ratio", () => {
    const names = (text: string) => redisSamples(parseRedisInfo(text)).map(({ series, value }) => [series.name, value]);
    expect(
      names("# Memory\r\nused_memory:1024\r\nkeyspace_hits:3\r\nkeyspace_misses:1\r\ndb0:keys=5,expires=0\r\n"),
    ).toContainEqual(["redis_hit_ratio", 0.75]);
    expect(names("db0:keys=5\ndb1:keys=2\n")).toEqual([["redis_keys", 7]]);
  });
});

describe("slow statements", () => {
  const row = (queryid: string, calls: number, totalMs: number) => ({
    queryid,
    calls,
    totalMs,
    rows: 0,
    text: "select",
  });
  test("are what happened since the last look, never what was before it", () => {
    expect(statementDeltas([row("1", 10, 100)], undefined, 5)).toEqual([]);
    const before = new Map([
      ["1", row("1", 10, 100)],
      ["2", row("2", 5, 50)],
      ["3", row("3", 7, 7)],
    ]);
    const now = [row("1", 12, 160), row("2", 2, 4), row("3", 7, 7), row("4", 1, 500)];
    expect(statementDeltas(now, before, 2).map(({ queryid, calls, meanMs }) => [queryid, calls, meanMs])).toEqual([
      ["4", 1, 500],
      ["1", 2, 30],
    ]);
    expect(statementDeltas(now, before, 9).find(({ queryid }) => queryid === "2")).toMatchObject({
      calls: 2,
      totalMs: 4,
    });
  });
});

test.each([
  [200, undefined, true],
  [204, "2xx", true],
  [301, "2xx", false],
  [404, "404", true],
  [418, "400-420, 500", true],
  [200, "", undefined],
  [200, "abc", undefined],
])("status %s against %s is %s", (status, expected, answer) => expect(statusMatches(status, expected)).toBe(answer));

test("a pattern finds what a regular expression would", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }), letters, (text, pattern) => {
      const regular = new RegExp(
        pattern.map((letter) => (letter === "*" ? "[ab]*" : letter === "?" ? "[ab]" : letter)).join(""),
      );
      expect(patternFound(text.join(""), pattern.join(""))).toBe(regular.test(text.join("")));
    }),
    { numRuns: 2000 },
  );
});
