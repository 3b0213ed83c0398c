import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { readZone, ZONE_COOKIE } from "@/components/shell/preferences";
import { catalogue } from "@/lib/i18n/catalogue";
import { LOCALE_COOKIE, negotiateLocale } from "@/lib/i18n/locale";

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale = negotiateLocale(jar.get(LOCALE_COOKIE)?.value, head.get("accept-language"));
  return { locale, messages: catalogue[locale], timeZone: readZone(jar.get(ZONE_COOKIE)?.value) ?? "UTC" };
});
