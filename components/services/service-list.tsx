"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useTrails } from "@/components/charts/use-trails";
import { ServiceForm } from "@/components/services/service-form";
import { ServicesTable } from "@/components/services/services-table";
import { useUrlState } from "@/components/shell/use-url-state";
import { Nothing } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { ChoiceBox, Filters, SearchBox } from "@/components/ui/filters";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { PagedPanel } from "@/components/ui/paged-panel";
import { useMay } from "@/components/ui/use-may";
import { type Filter, usePages } from "@/components/ui/use-pages";
import type { ServiceRow } from "@/lib/fleet/service-shape";
import { HEALTH_STATES } from "@/lib/kernel/states";

const FILTERS = ["search", "state"] as const;

/** Every service of the organization, filtered by what the address says. */
export function ServiceList() {
  const t = useTranslations("services");
  const may = useMay();
  const { params } = useUrlState();
  const [adding, setAdding] = useState(false);
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  const services = usePages<ServiceRow>("services", "/api/v1/services", filter);
  const series = useMemo(
    () => (services.items ?? []).flatMap((service) => service.keyNumbers.flatMap((number) => number.seriesIds)),
    [services.items],
  );
  useTrails(series);
  const add = may("fleet.manage") ? (
    <Button look="main" onClick={() => setAdding(true)}>
      <Icon name="plus" />
      {t("add")}
    </Button>
  ) : null;
  const empty = FILTERS.some((name) => filter[name]) ? (
    <Nothing title={t("empty.filtered")} />
  ) : (
    <Nothing title={t("empty.title")} actions={add}>
      {t("empty.text")}
    </Nothing>
  );
  return (
    <>
      <PageHead
        title={t("title")}
        note={services.total === undefined ? null : t("count", { count: services.total })}
        actions={add}
      />
      <ServiceFilters />
      <PagedPanel title={t("list")} pages={services} empty={empty}>
        {(rows) => <ServicesTable services={rows} />}
      </PagedPanel>
      {adding ? <ServiceForm onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function ServiceFilters() {
  const t = useTranslations("services.filter");
  const states = useTranslations("states");
  return (
    <Filters label={t("label")}>
      <SearchBox name="search" label={t("search")} />
      <ChoiceBox
        name="state"
        label={t("state")}
        options={HEALTH_STATES.toReversed().map((value) => ({ value, label: states(value) }))}
      />
    </Filters>
  );
}
