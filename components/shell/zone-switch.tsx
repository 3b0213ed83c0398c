"use client";

import { useTranslations } from "next-intl";
import { useServerNow } from "@/components/live/use-server-now";
import styles from "@/components/shell/top-bar.module.css";

import { useUrlState } from "@/components/shell/use-url-state";
import { sayZone } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";

/** Always says in which zone times are written, and turns between UTC and the reader's own. */
export function ZoneSwitch() {
  const t = useTranslations("time.zone");
  const zone = useZone();
  const { set } = useUrlState();
  const now = useServerNow();
  const label = zone.isUtc ? t("toLocal", { zone: zone.local }) : t("toUtc");
  return (
    <button
      type="button"
      className={styles["control"]}
      aria-label={`${sayZone(now, zone.name)}, ${t("switch")}: ${zone.name}. ${label}`}
      title={`${zone.name} · ${label}`}
      onClick={() => set({ tz: zone.isUtc ? null : "UTC" })}
    >
      {sayZone(now, zone.name)}
    </button>
  );
}
