"use client";

import { useTranslations } from "next-intl";
import { savedDraft } from "@/components/checks/form/check-draft";
import { CheckForm } from "@/components/checks/form/check-form";
import { useCheck } from "@/components/checks/use-check";
import { LoadFailed, SkeletonRows } from "@/components/ui/answer";
import { PageHead } from "@/components/ui/page-head";

/** The form of a saved check; what somebody else saves meanwhile does not change what is being typed. */
export function EditCheck({ slug }: { slug: string }) {
  const t = useTranslations("checks");
  const { data, error, refetch } = useCheck(slug);
  return (
    <>
      <PageHead title={t("editTitle")} up={{ href: `/checks/${slug}`, label: data?.name ?? slug }} />
      {data ? (
        <CheckForm initial={savedDraft(data)} changed={{ slug: data.slug, version: data.version }} />
      ) : error ? (
        <LoadFailed error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} height="5rem" />
      )}
    </>
  );
}
