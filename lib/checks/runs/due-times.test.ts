import fc from "fast-check";
import { expect, it } from "vitest";
import { nextDueMs, placeOf } from "@/lib/checks/runs/due-times";

const ids = fc.uuid();
const intervals = fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * 1000);

it("is after the given instant and at most one interval away", () => {
  fc.assert(
    fc.property(ids, intervals, fc.integer({ min: 0, max: 4e12 }), (id, interval, after) => {
      const due = nextDueMs(id, interval, after);
      expect(due).toBeGreaterThan(after);
      expect(due - after).toBeLessThanOrEqual(interval);
    }),
  );
});

it("is one interval after the last one, whenever exactly that one ran", () => {
  fc.assert(
    fc.property(
      ids,
      intervals,
      fc.integer({ min: 0, max: 4e12 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (id, interval, after, late) => {
        const due = nextDueMs(id, interval, after);
        expect(nextDueMs(id, interval, due + Math.floor(late * interval))).toBe(due + interval);
      },
    ),
  );
});

it("spreads a thousand checks of 20 s so that no second holds more than twice its share", () => {
  const perSecond = new Array<number>(20).fill(0);
  for (let n = 0; n < 1_000; n++) {
    const id = `0193a5c1-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
    const second = Math.floor(placeOf(id, 20_000) / 1000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  expect(Math.max(...perSecond)).toBeLessThan(100);
});
