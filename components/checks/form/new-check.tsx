"use client";

import { useTranslations } from "next-intl";
import { kindOf, newDraft } from "@/components/checks/form/check-draft";
import { CheckForm } from "@/components/checks/form/check-form";
import { useUrlState } from "@/components/shell/use-url-state";
import { PageHead } from "@/components/ui/page-head";

const GIVEN_FIELDS = ["name", "service", "collector"] as const;
const GIVEN_CONFIG = ["url", "host", "port"] as const;

/** The parameters of an address that are there, by name. */
function given(params: URLSearchParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? ""]] : [])));
}

/** An empty form; a link may have filled in what it knows. */
export function NewCheck() {
  const t = useTranslations("checks");
  const { params } = useUrlState();
  const empty = newDraft(kindOf(params.get("kind")) ?? "http", given(params, GIVEN_FIELDS));
  const initial = { ...empty, config: { ...empty.config, ...given(params, GIVEN_CONFIG) } };
  return (
    <>
      <PageHead title={t("newTitle")} up={{ href: "/checks", label: t("title") }} />
      <CheckForm initial={initial} />
    </>
  );
}
