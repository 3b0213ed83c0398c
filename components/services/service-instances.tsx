"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Nothing } from "@/components/ui/answer";
import { Panel } from "@/components/ui/panel";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import type { InstanceRow } from "@/lib/fleet/service-shape";

/** What runs of a service, on which host, and how that host is. */
export function ServiceInstances({ instances }: { instances: readonly InstanceRow[] }) {
  const t = useTranslations("services.page");
  const kept = useKeptHref();
  return (
    <Panel title={t("instances")} flush>
      {instances.length === 0 ? (
        <Nothing title={t("noInstances")} />
      ) : (
        <div className={table["scroll"]}>
          <table className={table["table"]} data-cards>
            <thead>
              <tr>
                <th scope="col">{t("instance")}</th>
                <th scope="col">{t("host")}</th>
                <th scope="col">{t("region")}</th>
              </tr>
            </thead>
            <tbody>
              {instances.map(({ id, name, host, region }) => (
                <tr key={id}>
                  <td className={table["name"]}>{name}</td>
                  <td>
                    {host ? (
                      <Link href={kept(`/hosts/${encodeURIComponent(host.name)}`)}>
                        <StateMark state={host.state} size="sm" word={false} /> {host.name}
                      </Link>
                    ) : (
                      "–"
                    )}
                  </td>
                  <td>{region?.name ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
