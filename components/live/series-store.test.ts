import { describe, expect, it } from "vitest";
import { SeriesStore } from "@/components/live/series-store";

describe("the series on the screen", () => {
  it("keeps the newest value, whatever order a snapshot and ticks come in", () => {
    const store = new SeriesStore();
    store.subscribe([1], () => undefined);
    store.apply([[1, 2_000, 5]]);
    store.seed(1, { ms: 1_000, value: 4 });
    expect(store.point(1)).toEqual({ ms: 2_000, value: 5 });
  });

  it("holds still while paused and catches up afterwards", () => {
    const store = new SeriesStore();
    store.subscribe([1], () => undefined);
    store.hold();
    store.apply([[1, 1_000, 1]]);
    store.apply([[1, 2_000, 2]]);
    expect(store.point(1)).toBeUndefined();
    store.release();
    expect(store.point(1)).toEqual({ ms: 2_000, value: 2 });
    expect(store.trail(1).value).toEqual([1, 2]);
  });

  it("puts history before what came live, without doubling", () => {
    const store = new SeriesStore();
    store.subscribe([1], () => undefined);
    store.apply([[1, 3_000, 3]]);
    store.apply([[1, 4_000, 4]]);
    store.seedTrail(1, { ms: [1_000, 2_000, 3_000], value: [1, 2, 3] });
    expect(store.trail(1)).toEqual({ ms: [1_000, 2_000, 3_000, 4_000], value: [1, 2, 3, 4] });
  });

  it("watches the union of what is shown, and forgets what no longer is", () => {
    const store = new SeriesStore();
    let announced = 0;
    store.onWatchedChange(() => {
      announced += 1;
    });
    const first = store.subscribe([1, 2], () => undefined);
    const second = store.subscribe([2, 3], () => undefined);
    expect(store.watched()).toEqual([1, 2, 3]);
    first();
    expect(store.watched()).toEqual([2, 3]);
    second();
    expect([store.watched(), announced]).toEqual([[], 4]);
  });
});
