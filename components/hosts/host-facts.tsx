"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useKeptHref } from "@/components/shell/use-url-state";
import { type Fact, Facts } from "@/components/ui/facts";
import { Moment } from "@/components/ui/moment";
import type { HostPage } from "@/lib/fleet/host-shape";
import { sayValueText } from "@/lib/kernel/units";

const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : null);

/** What a machine says of itself, where it stands and what it serves. */
export function HostFacts({ host }: { host: HostPage }) {
  const t = useTranslations("hosts.page");
  const kept = useKeptHref();
  const { facts, collector, services } = host;
  const { memoryBytes, addresses } = facts;
  const known: Fact[] = [
    { label: t("region"), value: host.region?.name },
    { label: t("platform"), value: textOf(facts["platform"]) },
    { label: t("release"), value: textOf(facts["release"]) },
    { label: t("architecture"), value: textOf(facts["architecture"]) },
    { label: t("cores"), value: textOf(facts["cores"]) },
    { label: t("memory"), value: typeof memoryBytes === "number" ? sayValueText(memoryBytes, "bytes") : null },
    { label: t("addresses"), value: Array.isArray(addresses) ? addresses.join(", ") : null, wide: true },
    {
      label: t("collector"),
      value: collector && <Link href={kept("/collectors", { search: collector.name })}>{collector.name}</Link>,
    },
    { label: t("lastSeen"), value: collector?.lastSeenAt && <Moment at={collector.lastSeenAt} /> },
    {
      label: t("services"),
      value:
        services.length > 0 &&
        services.map(({ id, slug, name }, index) => (
          <span key={id}>
            {index > 0 ? ", " : ""}
            <Link href={kept(`/services/${slug}`)}>{name}</Link>
          </span>
        )),
      wide: true,
    },
  ];
  return <Facts facts={known.filter(({ value }) => value !== false)} />;
}
