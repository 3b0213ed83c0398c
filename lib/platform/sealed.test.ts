import { expect, it } from "vitest";
import { seal, unseal } from "@/lib/platform/sealed";

const secret = "a secret of this installation, long enough";

it("what was sealed for a place opens there", () => {
  expect(unseal(secret, "org/row/column", seal(secret, "org/row/column", "p\u00e4ss"))).toBe("p\u00e4ss");
});

it.each([
  ["with another secret", `${secret}!`, "place", (bytes: Uint8Array) => bytes],
  ["at another place", secret, "elsewhere", (bytes: Uint8Array) => bytes],
  ["after one bit was changed", secret, "place", (bytes: Uint8Array) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1)],
])("does not open %s", (_why, key, place, change) => {
  expect(() => unseal(key, place, change(seal(secret, "place", "text")))).toThrow();
});

it("sealing twice gives two texts, so that equal secrets do not show", () => {
  expect(Buffer.from(seal(secret, "place", "text"))).not.toEqual(Buffer.from(seal(secret, "place", "text")));
});
