import { describe, expect, it } from "vitest";
import { compileMatcher } from "@/lib/telemetry/series/pattern";

const matches = (pattern: string, text: string) => compileMatcher({ label: "x", op: "=~", value: pattern })(text);

describe("a label pattern", () => {
  const table: [pattern: string, text: string, accepted: boolean][] = [
    ["api", "api", true],
    ["api", "apis", false],
    ["^api$", "api", true],
    ["api|web", "web", true],
    ["api|web", "apiweb", false],
    ["(api|web)-1", "web-1", true],
    ["(?:api|web)-1", "web-2", false],
    ["api.*", "api", true],
    ["api.*", "api-9", true],
    ["api.+", "api", false],
    [".+", "", false],
    [".*", "", true],
    [".*db.*", "my-db-1", true],
    [".*db.*", "cache", false],
    ["a.*b.*c", "a-b-b-c", true],
    ["a.*bb", "abb", true],
    ["a.*bb", "ab", false],
    ["a.+a", "aa", false],
    ["a.+a", "aba", true],
    ["10\\.0\\.0\\.1", "10.0.0.1", true],
    ["10\\.0\\.0\\.1", "10x0.0.1", false],
    ["", "", true],
    ["a|", "", true],
    ["a\\|b", "a|b", true],
  ];
  it.each(table)("%s on %j says %s", (pattern, text, accepted) => {
    expect(matches(pattern, text)).toBe(accepted);
    expect(compileMatcher({ label: "x", op: "!~", value: pattern })(text)).toBe(!accepted);
    expect(new RegExp(`^(?:${pattern})$`).test(text)).toBe(accepted);
  });

  it.each(["(a+)+", "[a-z]", "a{2}", "\\d", "a?", "(a|(b))", "a|b(c)", "x".repeat(2000)])("refuses %s", (pattern) => {
    expect(() => matches(pattern, "x")).toThrow(/unsupportedPattern/);
  });

  it("stays quick on text made to stall a backtracking engine", () => {
    expect(matches(".*a.*a.*a.*a.*a.*b", "a".repeat(2000))).toBe(false);
  });
});
