"use client";

import { useLocale, useTranslations } from "next-intl";
import styles from "@/components/charts/uptime-bar.module.css";
import { useSpan } from "@/components/ui/moment";
import { sayMoment, sayZone } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import type { StateSpan } from "@/lib/fleet/uptime-shape";
import { HEALTH_STATES, type HealthState } from "@/lib/kernel/states";

type Props = { spans: readonly StateSpan[]; fromMs: number; toMs: number };

const stateOf = (text: string): HealthState => HEALTH_STATES.find((state) => state === text) ?? "unknown";

/** The stretches of a window in their states; height and pattern tell them apart as much as colour. What is not recorded is unknown. */
export function UptimeBar({ spans, fromMs, toMs }: Props) {
  const t = useTranslations("states");
  const locale = useLocale();
  const zone = useZone();
  const lasting = useSpan();
  const whole = Math.max(1, toMs - fromMs);
  const shown = spans.filter((span) => span.toMs > fromMs && span.fromMs < toMs);
  const say = (ms: number) => `${sayMoment(ms, locale, zone.name, "minute")} ${sayZone(ms, zone.name)}`;
  return (
    <ul className={styles["bar"]}>
      {shown.map((span) => {
        const [from, to] = [Math.max(span.fromMs, fromMs), Math.min(span.toMs, toMs)];
        const state = stateOf(span.state);
        const words = `${t(state)} · ${say(from)} – ${say(to)} · ${lasting(to - from)}`;
        return (
          <li
            key={span.fromMs}
            className={styles["span"]}
            data-state={state}
            title={words}
            style={{ left: `${((from - fromMs) / whole) * 100}%`, width: `${((to - from) / whole) * 100}%` }}
          >
            <span className="only-read-aloud">{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
