import { describe, expect, it } from "vitest";
import { keepDuty } from "@/lib/platform/duty";
import { claimLease, releaseLease } from "@/lib/platform/lease";
import { testDatabase } from "@/lib/testing/database";

const log = { info() {}, warn() {}, error() {}, debug() {} };

/** A tick that a test waits for. */
function counter() {
  let ticks = 0;
  let tell: (() => void) | undefined;
  const first = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    first,
    count: () => ticks,
    tick: async () => {
      ticks++;
      tell?.();
    },
  };
}

describe("a lease", () => {
  it("has one holder, and its fence rises with each new one", async () => {
    const { db } = await testDatabase();
    const claims = await Promise.all(Array.from({ length: 10 }, (_, i) => claimLease(db.system, "one", `h${i}`, 30)));
    const held = claims.filter((claim) => claim !== undefined);
    expect(held).toHaveLength(1);
    const [lease] = held;
    if (!lease) throw new Error("nobody holds it");
    expect(await claimLease(db.system, "one", lease.holder, 30)).toEqual(lease);
    await releaseLease(db.system, lease);
    expect(await claimLease(db.system, "one", "next", 30)).toMatchObject({ holder: "next", fence: lease.fence + 1n });
  });

  it("would have several holders without the condition that it is free", async () => {
    const { db } = await testDatabase();
    const unguarded = (holder: string) =>
      db.system.query(
        `INSERT INTO lease AS held (name, holder, fence, until) VALUES ('two', $1, 1, clock_timestamp() + interval '30 seconds')
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = held.fence + 1 RETURNING fence`,
        [holder],
      );
    const claims = await Promise.all(["a", "b", "c"].map(unguarded));
    expect(claims.filter(({ rowCount }) => rowCount === 1)).toHaveLength(3);
  });
});

describe("a duty", () => {
  it("is done by one of two processes, and by the other as soon as the first stops", async () => {
    const { db } = await testDatabase();
    const [one, two] = [counter(), counter()];
    const deps = { system: db.system, log };
    const stopOne = keepDuty({ ...deps, holder: "one" }, { name: "three", everyMs: 5, tick: one.tick });
    await one.first;
    const stopTwo = keepDuty({ ...deps, holder: "two" }, { name: "three", everyMs: 5, tick: two.tick });
    expect(two.count()).toBe(0);
    await stopOne();
    const done = one.count();
    await two.first;
    expect(one.count()).toBe(done);
    await stopTwo();
  });

  it("goes on after a pass that failed", async () => {
    const { db } = await testDatabase();
    const good = counter();
    let failed = 0;
    const tick = async () => {
      if (failed++ === 0) throw new Error("once");
      await good.tick();
    };
    const stop = keepDuty({ system: db.system, log, holder: "one" }, { name: "four", everyMs: 5, tick });
    await good.first;
    await stop();
    expect(failed).toBeGreaterThan(1);
  });
});
