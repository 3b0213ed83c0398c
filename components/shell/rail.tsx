"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isAt, PLACES } from "@/components/shell/places";
import { RAIL_COOKIE, rememberChoice } from "@/components/shell/preferences";
import styles from "@/components/shell/rail.module.css";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Icon } from "@/components/ui/icon";

export function Rail({ narrowAtFirst }: { narrowAtFirst: boolean }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const keep = useKeptHref();
  const [narrow, setNarrow] = useState(narrowAtFirst);
  const toggle = () => {
    rememberChoice(RAIL_COOKIE, narrow ? "wide" : "narrow");
    setNarrow(!narrow);
  };
  return (
    <nav className={styles["rail"]} data-narrow={narrow || undefined} aria-label={t("nav.label")}>
      <div className={styles["brand"]}>
        {/* biome-ignore lint/performance/noImgElement: a vector of 400 bytes needs no image server. */}
        <img src="/icons/nocturne.svg" alt="" width="20" height="20" />
        <span className={styles["word"]}>{t("product")}</span>
      </div>
      <ul className={styles["list"]}>
        {PLACES.map((place) => (
          <li key={place.name}>
            <Link
              href={keep(place.href)}
              prefetch={false}
              className={styles["link"]}
              aria-current={isAt(place, pathname) ? "page" : undefined}
              aria-label={t(`nav.${place.name}`)}
              title={narrow ? t(`nav.${place.name}`) : undefined}
            >
              <Icon name={place.name} />
              <span className={styles["word"]}>{t(`nav.${place.name}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <button type="button" className={styles["toggle"]} onClick={toggle} aria-expanded={!narrow}>
        <Icon name={narrow ? "expand" : "collapse"} />
        <span className={narrow ? "only-read-aloud" : styles["word"]}>{t(narrow ? "nav.expand" : "nav.collapse")}</span>
      </button>
    </nav>
  );
}
