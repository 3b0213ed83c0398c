"use client";

import { useTranslations } from "next-intl";
import { Blank } from "@/components/shell/blank";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell.error");
  return (
    <Blank
      title={t("title")}
      text={`${t("text")}${error.digest ? ` ${t("reference", { digest: error.digest })}` : ""}`}
      action={
        <button type="button" onClick={reset}>
          {t("again")}
        </button>
      }
    />
  );
}
