import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogue } from "@/lib/i18n/catalogue";
import { LOCALES } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";

const folder = fileURLToPath(new URL("./messages", import.meta.url));

type Leaf = { key: string; text: string };

function leaves(value: unknown, prefix: string): Leaf[] {
  if (typeof value === "string") return [{ key: prefix, text: value }];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, child]) =>
    leaves(child, prefix ? `${prefix}/${key}` : key),
  );
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ""))].sort();
}

function modules(locale: string): string[] {
  return readdirSync(`${folder}/${locale}`).map((file) => file.replace(".json", ""));
}

describe("the catalogue", () => {
  it("holds every file of every language", () => {
    for (const locale of LOCALES) {
      expect(modules(locale).sort()).toEqual(Object.keys(catalogue[locale]).sort());
    }
  });

  it.each(modules("en"))("says all of %s in Korean too, with the same values", (module) => {
    const read = (locale: string) => leaves(JSON.parse(readFileSync(`${folder}/${locale}/${module}.json`, "utf8")), "");
    const english = read("en");
    const korean = new Map(read("ko").map((leaf) => [leaf.key, leaf.text]));
    expect([...korean.keys()].sort()).toEqual(english.map((leaf) => leaf.key).sort());
    for (const { key, text } of english) {
      expect([key, placeholders(korean.get(key) ?? "")]).toEqual([key, placeholders(text)]);
    }
  });

  it("answers an unknown key with the key", () => {
    expect(say("en", "states.nonsense")).toBe("states.nonsense");
    expect(say("ko", "states.down")).toBe("중단");
    expect(say("en", "time.age", { age: "4s" })).toBe("4s ago");
  });
});
