"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useUrlState } from "@/components/shell/use-url-state";
import { ChoiceBox, Filters, type Option, SearchBox } from "@/components/ui/filters";
import { call } from "@/lib/http/call";

const OFFERED = ["fatal", "error", "warn", "info", "debug"] as const;
const MOST = 1_000;

/** Services that have ever sent a log, by the series that counts them. */
function useLogServices(): string[] {
  const { data } = useQuery({
    queryKey: ["logs", "services"],
    queryFn: ({ signal }) =>
      call<{ series: { labels: Record<string, string> }[] }>(
        "GET",
        "/api/v1/series",
        { match: "log_records", limit: MOST },
        signal,
      ),
  });
  return [...new Set((data?.series ?? []).flatMap(({ labels }) => labels["service"] ?? []))].sort();
}

/** Words, service and severity; a service that the address names is offered even if nothing counts it yet. */
export function LogFilters() {
  const t = useTranslations("logs");
  const { params } = useUrlState();
  const asked = params.get("service");
  const services = useLogServices();
  const all = asked && !services.includes(asked) ? [asked, ...services] : services;
  const severities: Option[] = OFFERED.map((value) => {
    const severity = t(`severity.${value}`);
    return { value, label: value === "fatal" ? severity : t("atLeast", { severity }) };
  });
  return (
    <Filters label={t("filter.label")}>
      <SearchBox name="words" label={t("filter.words")} />
      <ChoiceBox name="service" label={t("filter.service")} options={all.map((value) => ({ value, label: value }))} />
      <ChoiceBox name="severity" label={t("filter.severity")} options={severities} />
    </Filters>
  );
}
