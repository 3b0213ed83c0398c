import { describe, expect, it } from "vitest";
import { sayValueText } from "@/lib/kernel/units";

describe("a value in its unit", () => {
  it.each([
    [0.145, "seconds", "145 ms"],
    [0.0004, "seconds", "400 µs"],
    [1.5, "seconds", "1.5 s"],
    [300, "seconds", "5 min"],
    [145, "ms", "145 ms"],
    [0.823, "ratio", "82.3 %"],
    [0.99999, "ratio", "99.999 %"],
    [0.9999999, "ratio", "99.999 %"],
    [1, "ratio", "100 %"],
    [0, "ratio", "0 %"],
    [1536, "bytes", "1.5 KiB"],
    [0, "bytes", "0 B"],
    [1_250_000, "bytes_per_second", "1.19 MiB/s"],
    [12_000, "per_second", "12 k/s"],
    [950, "count", "950"],
    [1_234_567, null, "1.23 M"],
    [-5, "celsius", "-5 °C"],
    [null, "ms", "–"],
    [Number.NaN, "ms", "–"],
  ] as const)("%s %s is said as %s", (value, unit, expected) => {
    expect(sayValueText(value, unit).replace("\u00a0", " ")).toBe(expected);
  });
});
