"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RegionForm } from "@/components/regions/region-form";
import { RegionMenu } from "@/components/regions/region-menu";
import marks from "@/components/services/region-marks.module.css";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Lasting } from "@/components/ui/age";
import { Nothing } from "@/components/ui/answer";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { PageHead } from "@/components/ui/page-head";
import { PagedPanel } from "@/components/ui/paged-panel";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import { useMay } from "@/components/ui/use-may";
import { usePages } from "@/components/ui/use-pages";
import type { RegionRow } from "@/lib/fleet/service-shape";

const COUNTS = ["hosts", "collectors", "checks"] as const;

/** Every region with the services that are there, each in its state. */
export function RegionList() {
  const t = useTranslations("regions");
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const regions = usePages<RegionRow>("regions", "/api/v1/regions", {});
  const add = may("fleet.manage") ? (
    <Button look="main" onClick={() => setAdding(true)}>
      <Icon name="plus" />
      {t("add")}
    </Button>
  ) : null;
  const empty = (
    <Nothing title={t("empty.title")} actions={add}>
      {t("empty.text")}
    </Nothing>
  );
  return (
    <>
      <PageHead
        title={t("title")}
        note={regions.total === undefined ? null : t("count", { count: regions.total })}
        actions={add}
      />
      <PagedPanel title={t("list")} pages={regions} empty={empty}>
        {(rows) => <RegionTable rows={rows} />}
      </PagedPanel>
      {adding ? <RegionForm onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function RegionTable({ rows }: { rows: readonly RegionRow[] }) {
  const t = useTranslations("regions.column");
  return (
    <div className={table["scroll"]}>
      <table className={table["table"]} data-cards>
        <thead>
          <tr>
            <th scope="col">{t("region")}</th>
            <th scope="col">{t("services")}</th>
            {COUNTS.map((key) => (
              <th key={key} scope="col" data-align="end">
                {t(key)}
              </th>
            ))}
            <th scope="col">
              <span className="only-read-aloud">{t("menu")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((region) => (
            <RegionLine key={region.id} region={region} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RegionLine({ region }: { region: RegionRow }) {
  const t = useTranslations("regions");
  const kept = useKeptHref();
  const numbers = { hosts: region.hosts, collectors: region.collectors, checks: region.checks };
  return (
    <tr>
      <td data-grow>
        <span className={table["two"]}>
          <span className={table["name"]}>{region.name}</span>
          <span className={table["second"]}>
            <StateMark state={region.state} size="sm" /> <Lasting since={region.since} />
          </span>
        </span>
      </td>
      <td data-wide>
        <ul className={marks["marks"]}>
          {region.services.length === 0 ? <li className={table["second"]}>{t("noServices")}</li> : null}
          {region.services.map((service) => (
            <li key={service.id} className={marks["mark"]}>
              <StateMark state={service.state} size="sm" word={false} />
              <Link href={kept(`/services/${service.slug}`)} prefetch={false}>
                {service.name}
              </Link>
            </li>
          ))}
        </ul>
      </td>
      {COUNTS.map((key) => (
        <td key={key} data-align="end" data-label={t(`column.${key}`)}>
          <Link href={kept(`/${key}`, key === "hosts" ? { region: region.id } : {})} prefetch={false}>
            {numbers[key]}
          </Link>
        </td>
      ))}
      <td data-align="end">
        <RegionMenu region={region} />
      </td>
    </tr>
  );
}
