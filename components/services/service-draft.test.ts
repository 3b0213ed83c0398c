import { describe, expect, it } from "vitest";
import { draftOf, inputOf } from "@/components/services/service-draft";

describe("a service in a form", () => {
  it("leaves an empty target to the organization and an empty short name to the console", () => {
    expect(inputOf({ ...draftOf(), name: "Gate", apiMs: "150" })).toEqual({
      name: "Gate",
      description: "",
      objective: 99.9,
      targets: { apiMs: 150 },
    });
  });

  it("reads a comma as a decimal point, and sends what is no number for the console to refuse", () => {
    expect(inputOf({ ...draftOf(), objective: "99,95", slug: " gate ", dbMs: "x" })).toMatchObject({
      objective: 99.95,
      slug: "gate",
      targets: { dbMs: Number.NaN },
    });
  });
});
