"use client";

import { useMemo } from "react";
import { useUrlState } from "@/components/shell/use-url-state";
import { useZone } from "@/components/ui/zone";
import { isMoving, parseRange, type RangeText, type TimeSpan } from "@/lib/kernel/time-range";

const DEFAULT_RANGE: RangeText = { from: "now-1h", to: "now" };

export const PRESETS = [
  "now-5m",
  "now-15m",
  "now-30m",
  "now-1h",
  "now-2h",
  "now-6h",
  "now-12h",
  "now-24h",
  "now-2d",
  "now-7d",
  "now-30d",
  "now/d",
] as const;

const before: RangeText[] = [];

export type RangeState = {
  range: RangeText;
  moving: boolean;
  set: (range: RangeText) => void;
  back: () => void;
  zoomOut: (nowMs: number) => void;
};

/** The range of the page, as the address holds it; setting one remembers the last, so that `back` can return to it. */
export function useRange(): RangeState {
  const { params, set: setUrl } = useUrlState();
  const zone = useZone();
  const from = params.get("from") ?? DEFAULT_RANGE.from;
  const to = params.get("to") ?? DEFAULT_RANGE.to;
  return useMemo(() => {
    const range = { from, to };
    const write = (next: RangeText) => {
      const usual = next.from === DEFAULT_RANGE.from && next.to === DEFAULT_RANGE.to;
      setUrl(usual ? { from: null, to: null } : { from: next.from, to: next.to }, { push: true });
    };
    const set = (next: RangeText) => {
      before.push(range);
      if (before.length > 50) before.shift();
      write(next);
    };
    return {
      range,
      moving: isMoving(range),
      set,
      back: () => {
        const last = before.pop();
        if (last) write(last);
      },
      zoomOut: (nowMs: number) => set(widened(range, nowMs, zone.name)),
    };
  }, [from, to, setUrl, zone.name]);
}

/** The instants of a range at a time, falling back to the last hour when the address holds nonsense. */
export function spanOf(range: RangeText, nowMs: number, zone: string): TimeSpan {
  return parseRange(range, nowMs, zone) ?? { fromMs: nowMs - 3_600_000, toMs: nowMs };
}

function widened(range: RangeText, nowMs: number, zone: string): RangeText {
  const { fromMs, toMs } = spanOf(range, nowMs, zone);
  const half = (toMs - fromMs) / 2;
  const end = Math.min(nowMs, toMs + half);
  return { from: String(Math.round(end - 4 * half)), to: String(Math.round(end)) };
}
