"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { pointOf } from "@/components/charts/number-tile";
import { HOST_LATE_MS, ShareBar } from "@/components/hosts/share-bar";
import { useSeries } from "@/components/live/use-series";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Age, Lasting } from "@/components/ui/age";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import { useStale } from "@/components/ui/use-stale";
import type { HostRow as Row } from "@/lib/fleet/host-shape";

const SHARES = ["cpu", "memory", "disk"] as const;

/** When anything was last measured on a host, moving with the ticks. */
export function useHostSeen({ numbers, collector }: Row): number | null {
  const [first] = numbers;
  const point = useSeries(first?.seriesIds ?? [], pointOf(first?.latest ?? null));
  const seen = collector?.lastSeenAt ? Date.parse(collector.lastSeenAt) : null;
  return point?.ms ?? seen;
}

export function HostRow({ host }: { host: Row }) {
  const t = useTranslations("hosts");
  const kept = useKeptHref();
  const reason = useReason();
  const atMs = useHostSeen(host);
  const isStale = useStale(atMs, HOST_LATE_MS);
  return (
    <tr className={table["row"]} data-stale={isStale || undefined}>
      <td>
        <StateMark state={host.state} />
      </td>
      <td data-grow>
        <div className={table["two"]}>
          <Link
            href={kept(`/hosts/${host.id}`)}
            className={`${table["open"]} ${table["name"]}`}
            data-row
            prefetch={false}
          >
            {host.name}
          </Link>
          <span className={table["second"]}>{host.services.map(({ name }) => name).join(" · ")}</span>
        </div>
      </td>
      <td>{host.region?.name ?? <span className={table["second"]}>{t("noRegion")}</span>}</td>
      {SHARES.map((key) => {
        const number = host.numbers.find((each) => each.key === key);
        return (
          <td key={key} data-label={t(`column.${key}`)}>
            {number ? <ShareBar label={t(`column.${key}`)} measured={number} /> : null}
          </td>
        );
      })}
      <td data-wide>
        <div className={table["two"]}>
          <span>{reason(host.reason)}</span>
          <span className={table["second"]}>
            {t("for")} <Lasting since={host.since} />
          </span>
        </div>
      </td>
      <td data-align="end">
        <Age atMs={atMs} staleAfterMs={HOST_LATE_MS} />
      </td>
    </tr>
  );
}
