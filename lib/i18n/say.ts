import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/i18n/locale";
import enRefusals from "@/lib/i18n/messages/en/refusals.json";
import koRefusals from "@/lib/i18n/messages/ko/refusals.json";

type Details = Readonly<Record<string, string | number | boolean | null>>;

const speakers: Record<Locale, (key: string, details?: Details) => string> = {
  en: speaker("en", { refusals: enRefusals }),
  ko: speaker("ko", { refusals: koRefusals }),
};

/** Says a refusal's message key in a language; a key nobody wrote is said as the key itself. */
export function say(locale: Locale, key: string, details: Details = {}): string {
  return speakers[locale](key, details);
}

function speaker(locale: Locale, messages: Record<string, unknown>) {
  const translate = createTranslator({
    locale,
    messages,
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
