import { describe, expect, it } from "vitest";
import { type HostReading, judgeHost, newHostMemory, takeReading } from "@/lib/fleet/host-health";
import { DEFAULT_SETTINGS } from "@/lib/fleet/settings";

const { thresholds } = DEFAULT_SETTINGS;
const MINUTE = 60_000;

/** Plays readings, one a minute from 0, judging after each; answers the states' and reasons' keys. */
function play(what: HostReading["what"], values: number[]): string[] {
  const memory = newHostMemory();
  return values.map((value, i) => {
    takeReading(memory, thresholds, { what, mount: what === "disk" ? "/" : "", atMs: i * MINUTE, value });
    const { state, reason } = judgeHost(memory, thresholds, null, i * MINUTE);
    return state === "healthy" ? "ok" : reason.key;
  });
}

describe("a host's readings", () => {
  it.each<[string, HostReading["what"], number[], string[]]>([
    ["CPU at the threshold for less than five minutes is well", "cpu", [0.8, 0.9, 1, 0.9, 0.8], Array(5).fill("ok")],
    [
      "CPU at the threshold for five minutes is not",
      "cpu",
      [0.8, 0.8, 0.8, 0.8, 0.8, 0.8],
      [...Array(5).fill("ok"), "host.cpu"],
    ],
    ["one calm minute starts the five anew", "cpu", [0.9, 0.9, 0.9, 0.2, 0.9, 0.9, 0.9], Array(7).fill("ok")],
    ["memory at the threshold counts at once", "memory", [0.84, 0.85], ["ok", "host.memory"]],
    ["a disk at the threshold counts at once", "disk", [0.89, 0.9], ["ok", "host.disk"]],
    [
      "what is over does not flap on the edge",
      "memory",
      [0.85, 0.84, 0.82, 0.819, 0.84],
      ["host.memory", "host.memory", "host.memory", "ok", "ok"],
    ],
  ])("%s", (_why, what, values, seen) => {
    expect(play(what, values)).toEqual(seen);
  });

  it("the fullest disk gives the reason", () => {
    const memory = newHostMemory();
    for (const [mount, value] of [
      ["/", 0.91],
      ["/data", 0.99],
      ["/boot", 0.2],
    ] as const) {
      takeReading(memory, thresholds, { what: "disk", mount, atMs: 0, value });
    }
    expect(judgeHost(memory, thresholds, null, 0).reason.details).toEqual({ mount: "/data", percent: 99 });
  });

  it("silence outweighs every reading", () => {
    const memory = newHostMemory();
    takeReading(memory, thresholds, { what: "memory", mount: "", atMs: 0, value: 0.99 });
    expect(judgeHost(memory, thresholds, { silentSeconds: 30 }, 0)).toMatchObject({
      state: "unknown",
      reason: { key: "host.silent" },
    });
    expect(judgeHost(memory, thresholds, { noCollector: true }, 0).state).toBe("unknown");
  });
});
