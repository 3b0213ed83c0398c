"use client";

import { useMantineColorScheme } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { Person } from "@/components/shell/console-frame";
import { signOut } from "@/components/shell/door-calls";
import { rememberChoice, SCHEME_COOKIE } from "@/components/shell/preferences";
import bar from "@/components/shell/top-bar.module.css";

import styles from "@/components/shell/user-menu.module.css";
import { Drop } from "@/components/ui/drop";
import { Icon } from "@/components/ui/icon";
import { LOCALE_COOKIE, LOCALES } from "@/lib/i18n/locale";

type Props = { person: Person; onHelp: () => void };

export function UserMenu({ person, onHelp }: Props) {
  const t = useTranslations("shell");
  const role = t.has(`roles.${person.role}` as never) ? t(`roles.${person.role}` as "roles.viewer") : person.role;
  return (
    <Drop
      label={`${t("user.menu")}: ${person.name}`}
      className={bar["control"]}
      button={
        <>
          <Icon name="user" />
          <span className={styles["name"]}>{person.name}</span>
        </>
      }
    >
      {(close) => (
        <div className={styles["menu"]}>
          <div className={styles["who"]}>
            <strong>{person.name}</strong>
            <span>{person.email}</span>
            <span>{t("user.role", { role })}</span>
          </div>
          <LanguageChoice />
          <ThemeChoice />
          <Link href="/settings" className={styles["row"]} onClick={close}>
            {t("nav.settings")}
          </Link>
          <button
            type="button"
            className={styles["row"]}
            onClick={() => {
              close();
              onHelp();
            }}
          >
            {t("keys.title")} <kbd>?</kbd>
          </button>
          <button type="button" className={styles["row"]} onClick={() => void signOut()}>
            {t("user.signOut")}
          </button>
        </div>
      )}
    </Drop>
  );
}

function LanguageChoice() {
  const t = useTranslations("shell.language");
  const locale = useLocale();
  const router = useRouter();
  return (
    <fieldset className={styles["choice"]}>
      <legend>{t("label")}</legend>
      {LOCALES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === locale}
          onClick={() => {
            rememberChoice(LOCALE_COOKIE, each);
            router.refresh();
          }}
        >
          {t(each)}
        </button>
      ))}
    </fieldset>
  );
}

function ThemeChoice() {
  const t = useTranslations("shell.theme");
  const { colorScheme } = useMantineColorScheme();
  const router = useRouter();
  return (
    <fieldset className={styles["choice"]}>
      <legend>{t("label")}</legend>
      {(["dark", "light"] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === colorScheme}
          onClick={() => {
            rememberChoice(SCHEME_COOKIE, each);
            router.refresh();
          }}
        >
          {t(each)}
        </button>
      ))}
    </fieldset>
  );
}
