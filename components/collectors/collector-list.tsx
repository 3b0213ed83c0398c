"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/collectors/collector-list.module.css";
import { COLUMNS, CollectorRow } from "@/components/collectors/collector-row";
import { Enrol } from "@/components/collectors/enrol";
import { useUrlState } from "@/components/shell/use-url-state";
import { Nothing } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { ChoiceBox, Filters, SearchBox } from "@/components/ui/filters";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { PagedPanel } from "@/components/ui/paged-panel";
import table from "@/components/ui/table.module.css";
import { useMay } from "@/components/ui/use-may";
import { type Filter, usePages } from "@/components/ui/use-pages";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { CollectorRow as Row } from "@/lib/fleet/host-shape";
import { HEALTH_STATES } from "@/lib/kernel/states";

const FILTERS = ["search", "state", "revoked"] as const;
const NUMBERS: readonly string[] = ["seen", "spool", "dropped", "checks"];

/** The agents that measure and check for this console, what they found, and how another one joins. */
export function CollectorList() {
  const t = useTranslations("collectors");
  const may = useMay();
  const { params, set } = useUrlState();
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  const collectors = usePages<Row>("collectors", "/api/v1/collectors", filter);
  const mayEnrol = may("collectors.manage");
  const isFiltered = FILTERS.some((name) => filter[name]);
  const isEnrolling = mayEnrol && (params.get("enrol") === "1" || (collectors.total === 0 && !isFiltered));
  const enrol =
    mayEnrol && !isEnrolling ? (
      <Button look="main" onClick={() => set({ enrol: "1" })}>
        <Icon name="plus" />
        {t("enrol.title")}
      </Button>
    ) : null;
  const note = collectors.total === undefined ? null : t("count", { count: collectors.total });
  return (
    <div className={styles["page"]}>
      <PageHead title={t("title")} note={note} actions={enrol} />
      {isEnrolling && collectors.items ? (
        <Enrol collectors={collectors.items} onClose={() => set({ enrol: null })} />
      ) : null}
      <CollectorFilters />
      <PagedPanel
        title={t("list")}
        pages={collectors}
        empty={
          <Nothing title={t(isFiltered ? "empty.filtered" : "empty.title")} actions={enrol}>
            {isFiltered ? null : t("empty.text")}
          </Nothing>
        }
      >
        {(rows) => <CollectorTable rows={rows} />}
      </PagedPanel>
    </div>
  );
}

function CollectorFilters() {
  const t = useTranslations("collectors.filter");
  const states = useTranslations("states");
  return (
    <Filters label={t("label")}>
      <SearchBox name="search" label={t("search")} />
      <ChoiceBox
        name="state"
        label={t("state")}
        options={HEALTH_STATES.toReversed().map((value) => ({ value, label: states(value) }))}
      />
      <ChoiceBox
        name="revoked"
        label={t("revoked.no")}
        options={(["too", "only"] as const).map((value) => ({ value, label: t(`revoked.${value}`) }))}
      />
    </Filters>
  );
}

function CollectorTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("collectors.column");
  const list = useRowKeys<HTMLTableElement>();
  return (
    <div className={table["scroll"]}>
      <table ref={list} className={table["table"]} data-cards>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" data-align={NUMBERS.includes(name) ? "end" : undefined}>
                {name === "menu" ? <span className="only-read-aloud">{t("menu")}</span> : t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((collector) => (
            <CollectorRow key={collector.id} collector={collector} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
