"use client";

import { useTranslations } from "next-intl";
import styles from "@/components/charts/state-history.module.css";
import { UptimeBar } from "@/components/charts/uptime-bar";
import { useServerNow } from "@/components/live/use-server-now";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { useReason } from "@/components/ui/reason";
import { StateMark } from "@/components/ui/state-mark";
import table from "@/components/ui/table.module.css";
import type { StateChangeRow, StateSpan, Uptime, UptimeWindows } from "@/lib/fleet/uptime-shape";
import { HEALTH_STATES, type HealthState } from "@/lib/kernel/states";
import { sayValueText } from "@/lib/kernel/units";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const shareOf = (coverage: number) => (coverage < 0.01 ? "< 1\u00a0%" : sayValueText(coverage, "ratio"));

const stateOf = (text: string): HealthState => HEALTH_STATES.find((state) => state === text) ?? "unknown";

/** How a thing's last day went and what share of three windows it was up; a window that is partly unknown says so. */
export function StateHistory({ spans, uptime }: { spans?: readonly StateSpan[]; uptime: UptimeWindows }) {
  const t = useTranslations("states.history");
  const toMs = Math.ceil(useServerNow() / MINUTE_MS) * MINUTE_MS;
  const windows: [string, Uptime][] = [
    [t("day"), uptime.day],
    [t("week"), uptime.week],
    [t("month"), uptime.month],
  ];
  return (
    <div className={styles["history"]}>
      {spans ? <UptimeBar spans={spans} fromMs={toMs - DAY_MS} toMs={toMs} /> : null}
      <dl className={styles["windows"]}>
        {windows.map(([label, { ratio, coverage }]) => (
          <div key={label} className={styles["window"]}>
            <dt>
              {t("uptime")} {label}
            </dt>
            <dd>{ratio === null ? "–" : sayValueText(ratio, "ratio")}</dd>
            {coverage < 0.995 ? (
              <dd className={styles["known"]}>
                {coverage === 0 ? t("unknown") : t("known", { share: shareOf(coverage) })}
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The recorded changes of a thing's state, newest first. */
export function StateChanges({ changes }: { changes: readonly StateChangeRow[] }) {
  const t = useTranslations("states.history");
  const reason = useReason();
  const withRegion = changes.some((change) => change.regionName);
  return (
    <Panel title={t("changes")} flush>
      {changes.length === 0 ? (
        <p className={styles["none"]}>{t("none")}</p>
      ) : (
        <div className={table["scroll"]}>
          <table className={table["table"]} data-cards>
            <thead>
              <tr>
                <th scope="col">{t("when")}</th>
                <th scope="col">{t("change")}</th>
                {withRegion ? <th scope="col">{t("where")}</th> : null}
                <th scope="col">{t("why")}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.id}>
                  <td data-wide>
                    <Moment at={change.at} show="full" />
                  </td>
                  <td>
                    <span className={styles["step"]}>
                      <StateMark state={stateOf(change.from)} size="sm" />
                      <span aria-hidden="true">→</span>
                      <StateMark state={stateOf(change.to)} size="sm" />
                    </span>
                  </td>
                  {withRegion ? <td>{change.regionName}</td> : null}
                  <td data-wide>{reason(change.reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
