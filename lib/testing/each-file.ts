import { afterEach, beforeEach, expect } from "vitest";

// A test that warns fails: a warning nobody reads is a fault nobody sees.
const warned: string[] = [];
for (const level of ["warn", "error"] as const) {
  console[level] = (...words: unknown[]) => {
    warned.push(words.map(String).join(" "));
  };
}

beforeEach(() => {
  warned.length = 0;
});

afterEach(() => {
  expect(warned, "warnings printed by this test").toEqual([]);
});
