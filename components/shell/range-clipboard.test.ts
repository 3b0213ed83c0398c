import { describe, expect, it } from "vitest";
import { rangeIn } from "@/components/shell/range-clipboard";

describe("a range on the clipboard", () => {
  it.each([
    ['{"from":"now-6h","to":"now"}', { from: "now-6h", to: "now" }],
    [
      '{"from":"2026-11-21T09:00:00.000Z","to":"2026-11-21T10:00:00.000Z"}',
      { from: "2026-11-21T09:00:00.000Z", to: "2026-11-21T10:00:00.000Z" },
    ],
    ['{"from":1795253445000,"to":1795257045000}', { from: "1795253445000", to: "1795257045000" }],
    ["https://console.example/hosts?from=now-2d&to=now&tz=UTC", { from: "now-2d", to: "now" }],
    ["hello", undefined],
    ['{"from":"<script>","to":"now"}', undefined],
    ["null", undefined],
    ["", undefined],
  ])("%s is read as %o", (text, expected) => {
    expect(rangeIn(text)).toEqual(expected);
  });
});
