/** The languages the console speaks; the first is the fallback. */
export const LOCALES = ["en", "ko"] as const;

export type Locale = (typeof LOCALES)[number];

/** Cookie in which a person's own choice of language overrides the browser's. */
export const LOCALE_COOKIE = "nocturne_locale";

/** Says whether a string names a language the console speaks. */
function isLocale(value: string | undefined | null): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

function weigh(entry: string): { tag: string; weight: number } {
  const [tag = "", ...parameters] = entry.trim().toLowerCase().split(";");
  const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
  const weight = quality ? Number(quality.slice(2)) : 1;
  return { tag: tag.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 };
}

/** Chooses the language of an answer: a valid choice first, then the best match of Accept-Language, then English. */
export function negotiateLocale(choice: string | undefined | null, acceptLanguage: string | undefined | null): Locale {
  if (isLocale(choice)) return choice;
  const wanted = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map(weigh)
    .filter((entry) => entry.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted.map((entry) => entry.tag).find(isLocale) ?? LOCALES[0];
}
