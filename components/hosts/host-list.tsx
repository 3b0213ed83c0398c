"use client";

import { useTranslations } from "next-intl";
import { HostRow } from "@/components/hosts/host-row";
import { useKeptHref, useUrlState } from "@/components/shell/use-url-state";
import { Nothing } from "@/components/ui/answer";
import { ButtonLink } from "@/components/ui/button";
import { ChoiceBox, Filters, SearchBox } from "@/components/ui/filters";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { PagedPanel } from "@/components/ui/paged-panel";
import table from "@/components/ui/table.module.css";
import { useChoices } from "@/components/ui/use-choices";
import { useMay } from "@/components/ui/use-may";
import { type Filter, usePages } from "@/components/ui/use-pages";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { HostRow as Row } from "@/lib/fleet/host-shape";
import { HEALTH_STATES } from "@/lib/kernel/states";

const FILTERS = ["search", "state", "region"] as const;
const COLUMNS = ["state", "name", "region", "cpu", "memory", "disk", "reason", "age"] as const;

/** Every host of the organization, filtered by what the address says. */
export function HostList() {
  const t = useTranslations("hosts");
  const may = useMay();
  const kept = useKeptHref();
  const { params } = useUrlState();
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  const hosts = usePages<Row>("hosts", "/api/v1/hosts", filter);
  const enrol = may("collectors.manage") ? (
    <ButtonLink href={kept("/collectors", { enrol: "1" })} look="main">
      <Icon name="plus" />
      {t("enrol")}
    </ButtonLink>
  ) : null;
  const empty = FILTERS.some((name) => filter[name]) ? (
    <Nothing title={t("empty.filtered")} />
  ) : (
    <Nothing title={t("empty.title")} actions={enrol}>
      {t("empty.text")}
    </Nothing>
  );
  const note = hosts.total === undefined ? null : t("count", { count: hosts.total });
  return (
    <>
      <PageHead title={t("title")} note={note} actions={enrol} />
      <HostFilters />
      <PagedPanel title={t("list")} pages={hosts} empty={empty}>
        {(rows) => <HostTable rows={rows} />}
      </PagedPanel>
    </>
  );
}

function HostFilters() {
  const t = useTranslations("hosts.filter");
  const states = useTranslations("states");
  return (
    <Filters label={t("label")}>
      <SearchBox name="search" label={t("search")} />
      <ChoiceBox
        name="state"
        label={t("state")}
        options={HEALTH_STATES.toReversed().map((value) => ({ value, label: states(value) }))}
      />
      <ChoiceBox name="region" label={t("region")} options={useChoices("regions", "slug")} />
    </Filters>
  );
}

function HostTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("hosts.column");
  const list = useRowKeys<HTMLTableElement>();
  return (
    <div className={table["scroll"]}>
      <table ref={list} className={table["table"]} data-cards>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" data-align={name === "age" ? "end" : undefined}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((host) => (
            <HostRow key={host.id} host={host} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
