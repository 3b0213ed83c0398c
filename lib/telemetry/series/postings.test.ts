import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MATCH_OPERATORS, type Matcher } from "@/lib/telemetry/sample";
import { compileMatcher } from "@/lib/telemetry/series/pattern";
import { Postings } from "@/lib/telemetry/series/postings";

const word = fc.constantFrom("", "a", "b", "ab", "c");
const series = fc.record({ name: fc.constantFrom("x", "y"), labels: fc.dictionary(fc.constantFrom("k", "l"), word) });
const matcher: fc.Arbitrary<Matcher> = fc.record({
  label: fc.constantFrom("__name__", "k", "l", "none"),
  op: fc.constantFrom(...MATCH_OPERATORS),
  value: fc.constantFrom("", "a", "b", "x", "a.*", ".+", "a|b"),
});

describe("choosing series", () => {
  it("finds exactly those that satisfy every matcher, an absent label being an empty one", () => {
    fc.assert(
      fc.property(fc.array(series, { maxLength: 12 }), fc.array(matcher, { maxLength: 3 }), (all, matchers) => {
        const postings = new Postings();
        const stored = all.map(({ name, labels }) => ({
          name,
          labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== "")),
        }));
        for (const [slot, { name, labels }] of stored.entries()) postings.add(slot, name, labels);
        const expected = stored.flatMap(({ name, labels }, slot) => {
          const value = (label: string) =>
            label === "__name__" ? name : ((labels as Record<string, string>)[label] ?? "");
          return matchers.every((one) => compileMatcher(one)(value(one.label))) ? [slot] : [];
        });
        expect(postings.select(matchers, 100).sort((one, other) => one - other)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
