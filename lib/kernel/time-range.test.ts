import { describe, expect, it } from "vitest";
import { isMoving, parseMoment, parseRange } from "@/lib/kernel/time-range";

const now = Date.parse("2026-11-21T10:30:45.000Z");
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

describe("a moment of the range language", () => {
  it.each([
    ["now", "UTC", "2026-11-21T10:30:45.000Z"],
    ["now-1h", "UTC", "2026-11-21T09:30:45.000Z"],
    ["now-1d+2h", "UTC", "2026-11-20T12:30:45.000Z"],
    ["now/h", "UTC", "2026-11-21T10:00:00.000Z"],
    ["now/d", "UTC", "2026-11-21T00:00:00.000Z"],
    ["now/d", "Asia/Seoul", "2026-11-20T15:00:00.000Z"],
    ["now/w", "UTC", "2026-11-16T00:00:00.000Z"],
    ["now/M", "Asia/Seoul", "2026-10-31T15:00:00.000Z"],
    ["now-1M", "UTC", "2026-10-21T10:30:45.000Z"],
    ["now-9M/M", "UTC", "2026-02-01T00:00:00.000Z"],
    ["now-1y/y", "UTC", "2025-01-01T00:00:00.000Z"],
    ["2026-11-21 09:00", "Asia/Seoul", "2026-11-21T00:00:00.000Z"],
    ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z"],
    ["2026-11-21T09:00:00Z", "Asia/Seoul", "2026-11-21T09:00:00.000Z"],
    ["1795253445", "UTC", "2026-11-21T09:30:45.000Z"],
    ["1795253445000", "UTC", "2026-11-21T09:30:45.000Z"],
    ["yesterday", "UTC", undefined],
    ["now-1x", "UTC", undefined],
    ["", "UTC", undefined],
  ])("%s in %s is %s", (text, zone, expected) => {
    expect(iso(parseMoment(text, now, zone))).toBe(expected);
  });

  it("rounds the end of a range up to the last millisecond of its unit", () => {
    expect(iso(parseMoment("now/d", now, "Asia/Seoul", true))).toBe("2026-11-21T14:59:59.999Z");
    expect(iso(parseMoment("now/M", now, "UTC", true))).toBe("2026-11-30T23:59:59.999Z");
  });

  it("keeps the wall clock across a change to summer time", () => {
    const spring = Date.parse("2026-03-29T12:00:00Z");
    expect(iso(parseMoment("now/d", spring, "Europe/Berlin"))).toBe("2026-03-28T23:00:00.000Z");
    expect(iso(parseMoment("now/d", spring, "Europe/Berlin", true))).toBe("2026-03-29T21:59:59.999Z");
    const autumn = Date.parse("2026-10-25T12:00:00Z");
    expect(iso(parseMoment("now/d", autumn, "Europe/Berlin", true))).toBe("2026-10-25T22:59:59.999Z");
  });
});

describe("a range", () => {
  it("needs a start before its end", () => {
    expect(parseRange({ from: "now", to: "now-1h" }, now, "UTC")).toBeUndefined();
    expect(parseRange({ from: "now-1h", to: "now" }, now, "UTC")).toEqual({ fromMs: now - 3_600_000, toMs: now });
  });

  it("moves only when its end is now", () => {
    expect(isMoving({ from: "now-1h", to: "now" })).toBe(true);
    expect(isMoving({ from: "now-2h", to: "2026-11-21 09:00" })).toBe(false);
  });
});
