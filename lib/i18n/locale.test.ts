import { describe, expect, it } from "vitest";
import { negotiateLocale } from "@/lib/i18n/locale";

describe("the language of an answer", () => {
  it.each<[string | undefined, string | undefined, string, string]>([
    ["ko", "en-US,en;q=0.9", "ko", "a person's choice wins over the browser"],
    [undefined, "ko-KR,ko;q=0.9,en;q=0.5", "ko", "a regional tag counts as its language"],
    [undefined, "fr-FR,en;q=0.4,ko;q=0.6", "ko", "the heavier of two known languages wins"],
    [undefined, "ko;q=0,en;q=0.1", "en", "a refused language is never chosen"],
    ["xx", "de", "en", "an unknown choice and an unknown browser fall back to English"],
    [undefined, undefined, "en", "silence falls back to English"],
    [undefined, "ko;q=banana,en", "en", "a broken weight counts as none"],
  ])("choice %s with %s gives %s: %s", (choice, header, expected) => {
    expect(negotiateLocale(choice, header)).toBe(expected);
  });
});
