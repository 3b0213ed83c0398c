import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Feed, healthOfParts, healthOfPlace, healthOfService, type Part } from "@/lib/fleet/health";
import { HEALTH_STATES, type HealthState } from "@/lib/kernel/states";

const WORDS: Record<string, HealthState> = { h: "healthy", g: "degraded", d: "down", u: "unknown", m: "maintenance" };

/** `c:hd h:u` is a healthy check, a check that is down, an unknown host. */
function feeds(story: string): Feed[] {
  return story.split(" ").flatMap((group) => {
    const [kind, states = ""] = group.split(":");
    return [...states].map((letter, i) => ({
      kind: kind === "c" ? ("check" as const) : ("host" as const),
      name: `${kind}${i}`,
      state: WORDS[letter] ?? "unknown",
    }));
  });
}

function parts(story: string): Part[] {
  return [...story].map((letter, i) => ({ name: `part-${i}`, state: WORDS[letter] ?? "unknown" }));
}

describe("a service in one region", () => {
  const table: [why: string, story: string, state: HealthState][] = [
    ["is unknown when nothing watches it", "", "unknown"],
    ["is healthy when all checks and hosts are", "c:hh h:h", "healthy"],
    ["is down when one check is down, however many are not", "c:hhd h:h", "down"],
    ["is degraded when a check is degraded", "c:hg h:h", "degraded"],
    ["is degraded when a host is degraded", "c:hh h:g", "degraded"],
    ["is degraded, not down, when a host is down", "c:hh h:d", "degraded"],
    ["is degraded when something says nothing and something else does", "c:hu", "degraded"],
    ["is degraded when its host is silent and a check still answers", "c:h h:u", "degraded"],
    ["is unknown when nothing says anything", "c:uu h:u", "unknown"],
    ["leaves out what is in maintenance", "c:hm h:m", "healthy"],
    ["does not hide a failure beside a maintenance", "c:dm", "down"],
    ["is unknown, not green, when all but the maintained are unknown", "c:um", "unknown"],
    ["is in maintenance when all of it is", "c:mm h:m", "maintenance"],
  ];
  it.each(table)("%s", (_why, story, state) => {
    expect(healthOfPlace(feeds(story)).state).toBe(state);
  });
});

describe("a whole of parts", () => {
  const table: [why: string, story: string, state: HealthState][] = [
    ["is unknown without parts", "", "unknown"],
    ["is healthy when all parts are", "hhh", "healthy"],
    ["is degraded when one part is down", "hhd", "degraded"],
    ["is down when all parts are", "ddd", "down"],
    ["is down when all parts but the maintained are", "ddm", "down"],
    ["is degraded when a part is", "hgm", "degraded"],
    ["is degraded when a part is unknown beside a known one", "hu", "degraded"],
    ["is degraded when one part is down and the rest says nothing", "du", "degraded"],
    ["is unknown when no part says anything", "uum", "unknown"],
    ["is in maintenance when all parts are", "mm", "maintenance"],
  ];
  it.each(table)("%s", (_why, story, state) => {
    expect(healthOfParts(parts(story)).state).toBe(state);
  });
});

describe("a service", () => {
  const down = healthOfPlace(feeds("c:d"));
  const healthy = healthOfPlace(feeds("c:h"));
  const unknown = healthOfPlace(feeds("c:u"));
  it.each([
    ["follows its regions when nothing watches it as a whole", "hd", null, "degraded"],
    ["is down when a check of the whole is, whatever regions say", "hh", down, "down"],
    ["follows a check of the whole when it has no regions", "", healthy, "healthy"],
    ["is degraded when one of two regions is down and the whole answers", "hd", healthy, "degraded"],
    ["is degraded when all regions are down and the whole still answers", "dd", healthy, "degraded"],
    ["is degraded when the check of the whole says nothing", "hh", unknown, "degraded"],
  ] as const)("%s", (_why, regions, everywhere, state) => {
    expect(healthOfService(parts(regions), everywhere).state).toBe(state);
  });
});

describe("laws", () => {
  const state = fc.constantFrom(...HEALTH_STATES);
  const feed = fc.record({ kind: fc.constantFrom("check" as const, "host" as const), name: fc.string(), state });

  it("order never matters", () => {
    fc.assert(
      fc.property(fc.array(feed), (all) => {
        expect(healthOfPlace(all.toReversed()).state).toBe(healthOfPlace(all).state);
        expect(healthOfParts(all.toReversed()).state).toBe(healthOfParts(all).state);
      }),
    );
  });

  it("green is said only when everything that counts is green", () => {
    fc.assert(
      fc.property(fc.array(feed, { minLength: 1 }), (all) => {
        const counted = all.filter((one) => one.state !== "maintenance");
        const green = counted.length > 0 && counted.every((one) => one.state === "healthy");
        expect(healthOfPlace(all).state === "healthy").toBe(green);
        expect(healthOfParts(all).state === "healthy").toBe(green);
      }),
    );
  });
});
