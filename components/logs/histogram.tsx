"use client";

import { useLocale, useTranslations } from "next-intl";
import styles from "@/components/logs/histogram.module.css";
import { stackOf } from "@/components/logs/stack-of";
import { useSpan } from "@/components/ui/moment";
import { sayMoment, sayZone } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import type { TimeSpan } from "@/lib/kernel/time-range";
import type { LogCounts } from "@/lib/telemetry/logs/count-logs";
import { SEVERITIES } from "@/lib/telemetry/logs/severity";

const [WIDTH, HEIGHT] = [1_000, 100];
const FILLED = 0.86;

type Props = { counts: LogCounts; onZoom: (span: TimeSpan) => void };

/** How many records there were and how bad, bar by bar; a bar can be pressed to look closer. */
export function Histogram({ counts, onZoom }: Props) {
  const t = useTranslations("logs");
  const locale = useLocale();
  const zone = useZone();
  const span = useSpan();
  const { columns, most } = stackOf(counts);
  const width = (counts.stepMs / (counts.toMs - counts.fromMs)) * WIDTH;
  const say = (ms: number) => sayMoment(ms, locale, zone.name, counts.stepMs < 60_000 ? "time" : "minute");
  const present = SEVERITIES.filter((severity) => counts.buckets.some((bucket) => bucket.counts[severity]));
  return (
    <div className={styles["histogram"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose bars are buttons. */}
      <svg
        className={styles["plot"]}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-label={t("histogram")}
        role="group"
      >
        {columns.map(({ ms, total, parts }) => {
          const x = ((ms - counts.fromMs) / (counts.toMs - counts.fromMs)) * WIDTH;
          const zoom = () => onZoom({ fromMs: ms, toMs: ms + counts.stepMs });
          const words = t("bucket", { time: `${say(ms)} ${sayZone(ms, zone.name)}`, count: total });
          return (
            // biome-ignore lint/a11y/useSemanticElements: HTML has no button inside SVG.
            <g
              key={ms}
              className={styles["column"]}
              role="button"
              tabIndex={0}
              aria-label={words}
              onClick={zoom}
              onKeyDown={(event) => event.key === "Enter" && zoom()}
            >
              <title>{words}</title>
              <rect className={styles["hit"]} x={x} y={0} width={width} height={HEIGHT} />
              {parts.map(({ severity, from, to }) => (
                <rect
                  key={severity}
                  className={styles["bar"]}
                  data-severity={severity}
                  x={x + (width * (1 - FILLED)) / 2}
                  width={width * FILLED}
                  y={HEIGHT - (to / most) * HEIGHT}
                  height={((to - from) / most) * HEIGHT}
                />
              ))}
            </g>
          );
        })}
        <line className={styles["base"]} x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <div className={styles["foot"]}>
        <span>{say(counts.fromMs)}</span>
        <span className={styles["legend"]}>
          {present.toReversed().map((severity) => (
            <span key={severity} className={styles["key"]}>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect className={styles["bar"]} data-severity={severity} width="10" height="10" rx="2" />
              </svg>
              {t(`severity.${severity}`)}
            </span>
          ))}
          <span>
            {t("each", { span: span(counts.stepMs) })} · {t("max", { count: most })}
          </span>
        </span>
        <span>
          {say(counts.toMs)} {sayZone(counts.toMs, zone.name)}
        </span>
      </div>
    </div>
  );
}
