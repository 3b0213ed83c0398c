import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tick } from "@/lib/live/contract";
import { createTicker } from "@/lib/live/tick";

const org = "a";

describe("ticks", () => {
  let sent: { room: string; tick: Tick }[];
  const ticker = () =>
    createTicker((room, tick) => sent.push({ room, tick }), { now: () => Date.now(), wallMs: () => 7 }, 100);
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
    sent = [];
  });
  afterEach(() => vi.useRealTimers());

  it("leave at once when the room was quiet, then at most one per interval, with the newest value of each series", () => {
    const live = ticker();
    const room = live.watch(org, [1, 2]);
    live.accept(org, [1], [10], [0.5]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([{ room, tick: { at: 7, values: [[1, 10, 0.5]] } }]);
    live.accept(org, [1, 2], [11, 11], [0.6, 5]);
    live.accept(org, [1], [12], [0.7]);
    vi.advanceTimersByTime(90);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(sent[1]?.tick.values).toEqual([
      [1, 12, 0.7],
      [2, 11, 5],
    ]);
  });

  it("never let a late sample replace a newer one", () => {
    const live = ticker();
    live.watch(org, [1]);
    live.accept(org, [1], [20], [2]);
    live.accept(org, [1], [10], [1]);
    vi.advanceTimersByTime(1);
    expect(sent[0]?.tick.values).toEqual([[1, 20, 2]]);
  });

  it("reach no room of another organization, though it watches the same number", () => {
    const live = ticker();
    live.watch("b", [1]);
    live.accept(org, [1], [10], [1]);
    vi.advanceTimersByTime(500);
    expect(sent).toEqual([]);
  });

  it("share one room between sockets that watch the same set in any order, and free it with the last", () => {
    const live = ticker();
    expect(live.watch(org, [2, 1])).toBe(live.watch(org, [1, 2, 2]));
    expect(live.rooms()).toBe(1);
    const room = live.watch(org, [1, 2]);
    for (let i = 0; i < 3; i++) live.leave(room);
    expect(live.rooms()).toBe(0);
    live.accept(org, [1], [10], [1]);
    vi.advanceTimersByTime(500);
    expect(sent).toEqual([]);
  });
});
