"use client";

import { useTranslations } from "next-intl";
import type { Person } from "@/components/shell/console-frame";
import { LiveIndicator } from "@/components/shell/live-indicator";
import { RangePicker } from "@/components/shell/range-picker";
import styles from "@/components/shell/top-bar.module.css";

import { UserMenu } from "@/components/shell/user-menu";
import { ZoneSwitch } from "@/components/shell/zone-switch";
import { Icon } from "@/components/ui/icon";

type Props = { person: Person; onPalette: () => void; onHelp: () => void };

export function TopBar({ person, onPalette, onHelp }: Props) {
  const t = useTranslations("shell");
  return (
    <header className={styles["bar"]}>
      <span className={styles["organization"]} title={t("user.organization")}>
        {person.organization}
      </span>
      <button type="button" className={styles["search"]} onClick={onPalette}>
        <Icon name="search" />
        <span className={styles["searchWord"]}>{t("palette.open")}</span>
        <kbd className={styles["key"]}>Ctrl K</kbd>
      </button>
      <span className={styles["space"]} />
      <RangePicker />
      <ZoneSwitch />
      <LiveIndicator />
      <UserMenu person={person} onHelp={onHelp} />
    </header>
  );
}
