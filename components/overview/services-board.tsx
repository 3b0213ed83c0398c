"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ServicesTable } from "@/components/services/services-table";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Nothing } from "@/components/ui/answer";
import { Panel } from "@/components/ui/panel";
import type { OverviewService } from "@/lib/fleet/overview-shape";

/** The services of the organization, the worst first. */
export function ServicesBoard({ services, total }: { services: readonly OverviewService[]; total: number }) {
  const t = useTranslations("overview.services");
  const keep = useKeptHref();
  const all = (
    <Link href={keep("/services")} prefetch={false}>
      {t("all", { count: total })}
    </Link>
  );
  return (
    <Panel title={t("title")} aside={all} flush>
      {services.length === 0 ? <Nothing title={t("empty")} /> : <ServicesTable services={services} />}
    </Panel>
  );
}
