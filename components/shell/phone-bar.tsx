"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import styles from "@/components/shell/phone-bar.module.css";

import { isAt, PHONE_PLACES, PLACES } from "@/components/shell/places";
import { useKeptHref } from "@/components/shell/use-url-state";
import { Drop } from "@/components/ui/drop";
import { Icon } from "@/components/ui/icon";

/** A phone's navigation, in reach of one thumb. */
export function PhoneBar() {
  const t = useTranslations("shell.nav");
  const pathname = usePathname();
  const keep = useKeptHref();
  const shown = PLACES.slice(0, PHONE_PLACES);
  const rest = PLACES.slice(PHONE_PLACES);
  const current = (place: (typeof PLACES)[number]) => (isAt(place, pathname) ? "page" : undefined);
  return (
    <nav className={styles["bar"]} aria-label={t("label")}>
      {shown.map((place) => (
        <Link
          key={place.name}
          href={keep(place.href)}
          prefetch={false}
          className={styles["item"]}
          aria-current={current(place)}
        >
          <Icon name={place.name} size={20} />
          <span>{t(place.name)}</span>
        </Link>
      ))}
      <Drop
        label={t("more")}
        className={`${styles["item"]} ${rest.some((place) => current(place)) ? styles["within"] : ""}`}
        button={
          <>
            <Icon name="more" size={20} />
            <span>{t("more")}</span>
          </>
        }
      >
        {(close) => (
          <ul className={styles["sheet"]}>
            {rest.map((place) => (
              <li key={place.name}>
                <Link
                  href={keep(place.href)}
                  prefetch={false}
                  className={styles["row"]}
                  aria-current={current(place)}
                  onClick={close}
                >
                  <Icon name={place.name} size={20} />
                  {t(place.name)}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Drop>
    </nav>
  );
}
