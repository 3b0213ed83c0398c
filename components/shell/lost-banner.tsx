"use client";

import { useTranslations } from "next-intl";
import { useLiveState } from "@/components/live/use-live-state";
import { useServerNow } from "@/components/live/use-server-now";
import styles from "@/components/shell/lost-banner.module.css";
import { Icon } from "@/components/ui/icon";
import { useSpan } from "@/components/ui/moment";

/** Says on every page that the screen no longer follows the systems, and for how long. */
export function LostBanner() {
  const t = useTranslations("shell.banner");
  const { link, lostAtMs } = useLiveState();
  if (link !== "lost" && link !== "signed-out") return null;
  const ended = link === "signed-out";
  return (
    <div className={styles["banner"]} role="alert">
      <Icon name="alert" />
      {ended ? t("signedOut") : <LostFor sinceMs={lostAtMs} />}
      {ended ? (
        <a className={styles["action"]} href="/sign-in">
          {t("signIn")}
        </a>
      ) : (
        <span className={styles["quiet"]}>{t("retrying")}</span>
      )}
    </div>
  );
}

function LostFor({ sinceMs }: { sinceMs: number | null }) {
  const t = useTranslations("shell.banner");
  const span = useSpan();
  const age = useServerNow() - (sinceMs ?? 0);
  return sinceMs === null || age < 2_000 ? t("lostNow") : t("lost", { age: span(age) });
}
