import { getTranslations } from "next-intl/server";
import { Blank } from "@/components/shell/blank";

export default async function NotFound() {
  const t = await getTranslations("shell.error");
  return <Blank title={t("missingTitle")} text={t("missingText")} action={<a href="/">{t("home")}</a>} />;
}
