"use client";

import { useTranslations } from "next-intl";
import { CheckRow } from "@/components/checks/check-row";
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
import { CHECK_KINDS } from "@/lib/checks/check-config";
import type { CheckRow as Row } from "@/lib/checks/check-shape";
import { HEALTH_STATES } from "@/lib/kernel/states";

const FILTERS = ["search", "state", "kind", "service"] as const;

/** Every check of the organization, filtered by what the address says. */
export function CheckList() {
  const t = useTranslations("checks");
  const may = useMay();
  const kept = useKeptHref();
  const { params } = useUrlState();
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]));
  const checks = usePages<Row>("checks", "/api/v1/checks", filter);
  const add = may("checks.manage") ? (
    <ButtonLink href={kept("/checks/new")} look="main">
      <Icon name="plus" />
      {t("add")}
    </ButtonLink>
  ) : null;
  const note = checks.total === undefined ? null : t("count", { count: checks.total });
  const empty = FILTERS.some((name) => filter[name]) ? (
    <Nothing title={t("empty.filtered")} />
  ) : (
    <Nothing title={t("empty.title")} actions={add}>
      {t("empty.text")}
    </Nothing>
  );
  return (
    <>
      <PageHead title={t("title")} note={note} actions={add} />
      <CheckFilters />
      <PagedPanel title={t("list")} pages={checks} empty={empty}>
        {(rows) => <CheckTable rows={rows} />}
      </PagedPanel>
    </>
  );
}

function CheckFilters() {
  const t = useTranslations("checks");
  const states = useTranslations("states");
  return (
    <Filters label={t("filter.label")}>
      <SearchBox name="search" label={t("filter.search")} />
      <ChoiceBox
        name="state"
        label={t("filter.state")}
        options={HEALTH_STATES.toReversed().map((value) => ({ value, label: states(value) }))}
      />
      <ChoiceBox
        name="kind"
        label={t("filter.kind")}
        options={CHECK_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <ChoiceBox name="service" label={t("filter.service")} options={useChoices("services", "slug")} />
    </Filters>
  );
}

const COLUMNS = ["state", "name", "kind", "place", "response", "reason", "age", "menu"] as const;

function CheckTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("checks.column");
  const list = useRowKeys<HTMLTableElement>();
  return (
    <div className={table["scroll"]}>
      <table ref={list} className={table["table"]} data-cards>
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" data-align={name === "response" || name === "age" ? "end" : undefined}>
                {name === "menu" ? <span className="only-read-aloud">{t("menu")}</span> : t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
