import { describe, expect, it } from "vitest";
import { parseSelector } from "@/lib/telemetry/query/selector";

describe("a selector", () => {
  const table: [text: string, expected: string[]][] = [
    ["", []],
    ["up", ["__name__=up"]],
    ["{}", []],
    [' host_cpu_ratio { host = "a" } ', ["__name__=host_cpu_ratio", "host=a"]],
    ['up{job="x",zone!="y",path=~"/a.*",code!~"5.*",}', ["__name__=up", "job=x", "zone!=y", "path=~/a.*", "code!~5.*"]],
    ['{__name__=~"host_.*"}', ["__name__=~host_.*"]],
    ['{"k8s.pod"="p"}', ["k8s.pod=p"]],
    ['{a="quote \\" brace } line\\n"}', ['a=quote " brace } line\n']],
  ];
  it.each(table)("%s is understood", (text, expected) => {
    expect(parseSelector(text).map(({ label, op, value }) => label + op + value)).toEqual(expected);
  });

  it.each(["up{", 'up{a="b"', "up{a}", "up{a=b}", "up}", "1x", 'up{a="b"} more', 'up{a="b" c="d"}', "x".repeat(5000)])(
    "%s is refused with the place",
    (text) => {
      expect(() => parseSelector(text)).toThrow(/telemetry\.selector/);
    },
  );
});
