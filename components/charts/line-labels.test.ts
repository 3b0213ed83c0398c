import { describe, expect, it } from "vitest";
import { lineLabels } from "@/components/charts/line-labels";

const of = (name: string, labels: Record<string, string>) => ({ name, labels });

describe("what the lines of a chart are called", () => {
  it("names only the labels in which they differ", () => {
    const io = (device: string, direction: string) => of("host_disk_io", { host: "a", device, direction });
    expect(lineLabels([io("sda", "read"), io("sda", "write")])).toEqual(["read", "write"]);
    expect(lineLabels([io("sda", "read"), io("sdb", "write")])).toEqual(["sda · read", "sdb · write"]);
  });

  it("falls back to the metric's name", () => {
    expect(lineLabels([of("up", { host: "a" })])).toEqual(["up"]);
    expect(lineLabels([of("up", { host: "a" }), of("load", { host: "a" })])).toEqual(["up", "load"]);
  });
});
