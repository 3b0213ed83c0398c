import { describe, expect, it } from "vitest";
import type { Definition, JudgedChange, WatchedCheck } from "@/lib/checks/evaluation/definition";
import { createWatch, type Watch } from "@/lib/checks/evaluation/watch";
import { DEFAULT_SETTINGS } from "@/lib/fleet/settings";

const T0 = 1_000_000_000;
const SECOND = 1_000;
const rules = { intervalSeconds: 30, degradedMs: null, failuresToDown: 1, successesToUp: 1 };

function check(id: string, change: Partial<WatchedCheck> = {}): WatchedCheck {
  const links = { serviceId: "gate", regionId: "seoul", collectorId: null };
  return { id, slug: id, name: id, rules, ...links, paused: false, state: "unknown", sinceMs: T0, ...change };
}

const fresh = { state: "unknown" as const, sinceMs: T0 };

function inventory(change: Partial<Definition> = {}): Definition {
  return {
    checks: [check("api")],
    hosts: [],
    collectors: [],
    instances: [],
    services: [{ id: "gate", name: "Gate", ...fresh }],
    regions: [{ id: "seoul", name: "Seoul", ...fresh }],
    places: [],
    windows: [],
    thresholds: DEFAULT_SETTINGS.thresholds,
    ...change,
  };
}

function watchOf(definition: Definition): Watch {
  const watch = createWatch();
  watch.define(definition, T0);
  return watch;
}

function said(changes: JudgedChange[]): string[] {
  return changes.map(({ kind, id, to, atMs }) => `${kind} ${id} ${to} +${(atMs - T0) / SECOND}s`);
}

function answers(watch: Watch, id: string, atMs: number, up: boolean): void {
  watch.answer(id, { atMs, up, durationMs: 10 }, atMs);
}

describe("one check of one service in one region", () => {
  it("a failure turns check, service and region down at the instant of the answer, the service told first", () => {
    const watch = watchOf(inventory());
    answers(watch, "api", T0 + 5 * SECOND, true);
    watch.judge(T0 + 5 * SECOND);
    answers(watch, "api", T0 + 35 * SECOND, false);
    expect(said(watch.judge(T0 + 36 * SECOND))).toEqual([
      "service gate down +35s",
      "service-region gate down +35s",
      "region seoul down +35s",
      "check api down +35s",
    ]);
  });

  it("nothing new is said when nothing changed", () => {
    const watch = watchOf(inventory());
    answers(watch, "api", T0 + 5 * SECOND, true);
    expect(watch.judge(T0 + 5 * SECOND)).toHaveLength(4);
    answers(watch, "api", T0 + 35 * SECOND, true);
    expect(watch.judge(T0 + 35 * SECOND)).toEqual([]);
  });

  it("silence turns them unknown, dated to when the silence was long enough", () => {
    const watch = watchOf(inventory());
    answers(watch, "api", T0, true);
    watch.judge(T0);
    expect(watch.judge(T0 + 90 * SECOND)).toEqual([]);
    expect(said(watch.judge(T0 + 97 * SECOND))).toEqual([
      "service gate unknown +90s",
      "service-region gate unknown +90s",
      "region seoul unknown +90s",
      "check api unknown +90s",
    ]);
  });

  it("an answer that comes hours late decides nothing", () => {
    const watch = watchOf(inventory());
    answers(watch, "api", T0, true);
    watch.judge(T0);
    expect(watch.answer("api", { atMs: T0 + SECOND, up: false, durationMs: null }, T0 + 3_600 * SECOND)).toBe(false);
  });

  it("a check that was just made and has not answered does not make its service uncertain", () => {
    const both = inventory({ checks: [check("api"), check("new", { sinceMs: T0 + 10 * SECOND })] });
    const watch = watchOf(both);
    answers(watch, "api", T0 + 12 * SECOND, true);
    expect(said(watch.judge(T0 + 12 * SECOND))).toContain("service gate healthy +12s");
    for (const at of [40, 70, 100]) answers(watch, "api", T0 + at * SECOND, true);
    expect(said(watch.judge(T0 + 101 * SECOND))).toContain("service gate degraded +101s");
  });

  it("a paused check says and feeds nothing", () => {
    const watch = watchOf(inventory({ checks: [check("api"), check("old", { paused: true })] }));
    answers(watch, "api", T0 + SECOND, true);
    answers(watch, "old", T0 + SECOND, false);
    const changes = said(watch.judge(T0 + SECOND));
    expect(changes).toContain("service gate healthy +1s");
    expect(changes.some((change) => change.startsWith("check old"))).toBe(false);
  });
});

describe("a silent collector is one cause", () => {
  const collector = { id: "c1", name: "web-1", hostId: "h1", lastSeenMs: T0, ...fresh };
  const host = { id: "h1", name: "web-1", regionId: "seoul", ...fresh };
  const checks = ["a", "b", "c"].map((id) => check(id, { collectorId: "c1" }));
  const fleet = inventory({ checks, collectors: [collector], hosts: [host] });

  it("collector, host and all its checks turn unknown in one pass, thirty seconds after it was last heard", () => {
    const watch = watchOf(fleet);
    for (const { id } of checks) answers(watch, id, T0, true);
    watch.judge(T0);
    const changes = watch.judge(T0 + 31 * SECOND);
    expect(said(changes)).toEqual(
      expect.arrayContaining(["collector c1 unknown +30s", "host h1 unknown +30s", "service gate unknown +31s"]),
    );
    const reasons = changes.filter(({ kind }) => kind === "check").map(({ reason }) => reason.key);
    expect(reasons).toEqual(Array(3).fill("check.collector-silent"));
  });

  it("when it is heard again its checks show what they last answered", () => {
    const watch = watchOf(fleet);
    for (const { id } of checks) answers(watch, id, T0, true);
    watch.judge(T0 + 31 * SECOND);
    watch.seen("c1", T0 + 40 * SECOND);
    expect(said(watch.judge(T0 + 40 * SECOND))).toContain("service gate healthy +40s");
  });
});

describe("maintenance", () => {
  const window = {
    name: "move",
    scope: "service",
    subjectId: "gate",
    startsMs: T0 + 10 * SECOND,
    endsMs: T0 + 60 * SECOND,
  };

  it("holds from its start until its end, whatever the checks say", () => {
    const watch = watchOf(inventory({ windows: [window] }));
    answers(watch, "api", T0 + SECOND, true);
    watch.judge(T0 + SECOND);
    expect(said(watch.judge(T0 + 10 * SECOND))).toContain("service gate maintenance +10s");
    answers(watch, "api", T0 + 31 * SECOND, false);
    expect(watch.judge(T0 + 59 * SECOND)).toEqual([]);
    expect(said(watch.judge(T0 + 60 * SECOND))).toContain("service gate down +60s");
  });
});

describe("after a restart", () => {
  const rows = inventory({
    checks: [check("api", { state: "down", sinceMs: T0 - 600 * SECOND })],
    services: [{ id: "gate", name: "Gate", state: "down", sinceMs: T0 - 600 * SECOND }],
    regions: [{ id: "seoul", name: "Seoul", state: "down", sinceMs: T0 - 600 * SECOND }],
    places: [{ serviceId: "gate", regionId: "seoul", state: "down", sinceMs: T0 - 600 * SECOND }],
  });

  it("states are what the rows say and nothing is said twice", () => {
    expect(watchOf(rows).judge(T0)).toEqual([]);
  });

  it("the answers that came meanwhile are judged as if it had never been away", () => {
    const watch = watchOf(rows);
    answers(watch, "api", T0 + 20 * SECOND, true);
    expect(said(watch.judge(T0 + 20 * SECOND))).toContain("service gate healthy +20s");
  });

  it("a state whose answers stopped meanwhile becomes unknown", () => {
    expect(said(watchOf(rows).judge(T0 + 120 * SECOND))).toContain("check api unknown +0s");
  });
});

describe("hosts", () => {
  it("a full disk degrades the host and the service that runs on it", () => {
    const watch = watchOf(
      inventory({
        hosts: [{ id: "h1", name: "web-1", regionId: "seoul", ...fresh }],
        instances: [{ serviceId: "gate", hostId: "h1", regionId: null }],
      }),
    );
    answers(watch, "api", T0, true);
    watch.reading("h1", { what: "disk", mount: "/", atMs: T0, value: 0.95 });
    expect(said(watch.judge(T0))).toEqual([
      "service gate degraded +0s",
      "service-region gate degraded +0s",
      "region seoul degraded +0s",
      "host h1 degraded +0s",
      "check api healthy +0s",
    ]);
  });
});
