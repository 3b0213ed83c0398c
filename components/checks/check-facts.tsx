"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { type Fact, Facts } from "@/components/ui/facts";
import { useSpan } from "@/components/ui/moment";
import { StateMark } from "@/components/ui/state-mark";
import type { CheckPage } from "@/lib/checks/check-shape";
import { sayValueText } from "@/lib/kernel/units";

/** What a check asks, for whom, how often, and when its answer counts as bad. */
export function CheckFacts({ check }: { check: CheckPage }) {
  const t = useTranslations("checks");
  const kept = useKeptHref();
  const span = useSpan();
  const { service, region, collector } = check;
  const facts: Fact[] = [
    { label: t("page.asks"), value: check.asks, wide: true },
    { label: t("page.kind"), value: t.has(`kinds.${check.kind}`) ? t(`kinds.${check.kind}`) : check.kind },
    {
      label: t("page.service"),
      value: service && <Link href={kept(`/services/${service.slug}`)}>{service.name}</Link>,
    },
    { label: t("page.region"), value: region?.name },
    {
      label: t("page.runner"),
      value: collector ? (
        <>
          {collector.name} <StateMark state={collector.state} size="sm" word={false} />
        </>
      ) : (
        t("page.console")
      ),
    },
    { label: t("page.every"), value: span(check.intervalSeconds * 1_000) },
    { label: t("page.timeout"), value: sayValueText(check.timeoutMs, "ms") },
    {
      label: t("page.degraded"),
      value: check.degradedMs === null ? t("page.never") : sayValueText(check.degradedMs, "ms"),
    },
    { label: t("page.failures"), value: t("page.failuresOf", { count: check.failuresToDown }) },
  ];
  return <Facts facts={facts} />;
}

/** What a check says and for how long it has said so. */
export function LastResult({ result }: { result: CheckPage["lastResult"] }) {
  const t = useTranslations("checks.page");
  const lasting = useTranslations("checks")("for");
  const why = useTranslations("reasons.why");
  if (!result) return <p>{t("none")}</p>;
  const reason = result.reason && (why.has(result.reason) ? why(result.reason) : result.reason);
  return (
    <p>
      <strong>{t(result.up ? "ok" : "failed")}</strong>
      {reason ? ` · ${reason}` : ""}
      {result.detail ? ` · ${result.detail}` : ""} · {lasting} <Lasting since={result.at} />
    </p>
  );
}
