"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/components/live/live-provider";
import type { LiveState } from "@/components/live/live-state";
import { useLiveState } from "@/components/live/use-live-state";
import styles from "@/components/shell/live-indicator.module.css";
import bar from "@/components/shell/top-bar.module.css";

import { useRange } from "@/components/shell/use-range";
import { Icon, type IconName } from "@/components/ui/icon";

type Kind = "live" | "connecting" | "lost" | "paused" | "historical";

function kindOf({ link, paused }: LiveState, moving: boolean): Kind {
  if (link === "lost" || link === "signed-out") return "lost";
  if (paused) return "paused";
  return moving ? link : "historical";
}

const ICONS: Partial<Record<Kind, IconName>> = { paused: "pause", historical: "clock" };

/** Live, paused, past and lost never look alike; pressing it pauses and resumes. */
export function LiveIndicator() {
  const t = useTranslations("shell.live");
  const { connection } = useLive();
  const state = useLiveState();
  const { moving } = useRange();
  const kind = kindOf(state, moving);
  const icon = ICONS[kind];
  const action = t(state.paused ? "resume" : "pause");
  return (
    <button
      type="button"
      className={`${bar["control"]} ${styles["live"]}`}
      data-kind={kind}
      aria-pressed={state.paused}
      aria-label={`${t(kind)}. ${action}`}
      title={action}
      onClick={() => connection.setPaused(!state.paused)}
    >
      <span className={styles["shape"]} aria-hidden="true">
        {icon ? <Icon name={icon} size={12} /> : <i />}
      </span>
      <span className={styles["word"]}>{t(kind)}</span>
    </button>
  );
}
