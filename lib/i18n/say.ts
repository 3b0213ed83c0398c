import { createTranslator } from "use-intl/core";
import { catalogue } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";

type Details = Readonly<Record<string, string | number | boolean | null>>;

const speakers: Record<Locale, (key: string, details?: Details) => string> = {
  en: speaker("en"),
  ko: speaker("ko"),
};

/** Says a message by its dotted key ("module.key") in a language; a key nobody wrote is said as the key itself. */
export function say(locale: Locale, key: string, details: Details = {}): string {
  return speakers[locale](key, details);
}

function speaker(locale: Locale) {
  const translate = createTranslator<Record<string, unknown>>({
    locale,
    messages: catalogue[locale],
    onError: () => undefined,
    getMessageFallback: ({ key }) => key,
  });
  return (key: string, details: Details = {}) => {
    const values = Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        name,
        typeof value === "boolean" ? String(value) : (value ?? ""),
      ]),
    );
    return translate(key as never, values as never) as string;
  };
}
