"use client";

import { useTranslations } from "next-intl";
import { Lasting } from "@/components/ui/age";
import { Nothing } from "@/components/ui/answer";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import type { ServiceInRegion } from "@/lib/fleet/overview-shape";

/** How a service is in each region, why, and for how long. */
export function ServiceRegions({ regions }: { regions: readonly ServiceInRegion[] }) {
  const t = useTranslations("services.page");
  const common = useTranslations("shell.common");
  const reason = useReason();
  return (
    <Panel title={t("regions")} flush>
      {regions.length === 0 ? (
        <Nothing title={t("noRegions")} />
      ) : (
        <div className={table["scroll"]}>
          <table className={table["table"]} data-cards>
            <tbody>
              {regions.map((each) => (
                <tr key={each.region?.id ?? "none"}>
                  <td className={table["name"]}>{each.region?.name ?? common("everywhere")}</td>
                  <td>
                    <StateMark state={each.state} />
                  </td>
                  <td data-wide>{reason(each.reason)}</td>
                  <td data-align="end">
                    <Lasting since={each.since} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
