"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import styles from "@/components/shell/console-frame.module.css";
import { Flash } from "@/components/shell/flash";
import { LostBanner } from "@/components/shell/lost-banner";
import { PhoneBar } from "@/components/shell/phone-bar";
import { Rail } from "@/components/shell/rail";
import { TopBar } from "@/components/shell/top-bar";
import { useConsoleKeys } from "@/components/shell/use-console-keys";

const Palette = dynamic(() => import("@/components/shell/palette").then((module) => module.Palette), { ssr: false });
const KeyHelp = dynamic(() => import("@/components/shell/key-help").then((module) => module.KeyHelp), { ssr: false });

export type Person = { name: string; email: string; role: string; organization: string };

type Props = { person: Person; narrow: boolean; children: ReactNode };

/** The frame around every page of the desk: where one is, who one is, which time is shown, and whether it is live. */
export function ConsoleFrame({ person, narrow, children }: Props) {
  const t = useTranslations("shell");
  const [palette, setPalette] = useState<"never" | "open" | "closed">("never");
  const [help, setHelp] = useState(false);
  useConsoleKeys({ onPalette: () => setPalette("open"), onHelp: () => setHelp((open) => !open) });
  return (
    <div className={styles["frame"]}>
      <a className={styles["skip"]} href="#content">
        {t("skip")}
      </a>
      <Rail narrowAtFirst={narrow} />
      <div className={styles["column"]}>
        <TopBar person={person} onPalette={() => setPalette("open")} onHelp={() => setHelp(true)} />
        <LostBanner />
        <main id="content" className={styles["content"]} tabIndex={-1}>
          {children}
        </main>
      </div>
      <PhoneBar />
      <Flash />
      {palette === "never" ? null : <Palette opened={palette === "open"} onClose={() => setPalette("closed")} />}
      {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
    </div>
  );
}
