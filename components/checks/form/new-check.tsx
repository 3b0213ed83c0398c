"use client";

import { useTranslations } from "next-intl";
import { kindOf, newDraft } from "@/components/checks/form/check-draft";
import { CheckForm } from "@/components/checks/form/check-form";
import { useUrlState } from "@/components/shell/use-url-state";
import { PageHead } from "@/components/ui/page-head";

/** An empty form; a link may have chosen the kind and the service. */
export function NewCheck() {
  const t = useTranslations("checks");
  const { params } = useUrlState();
  const initial = newDraft(kindOf(params.get("kind")) ?? "http", { service: params.get("service") ?? "" });
  return (
    <>
      <PageHead title={t("newTitle")} up={{ href: "/checks", label: t("title") }} />
      <CheckForm initial={initial} />
    </>
  );
}
