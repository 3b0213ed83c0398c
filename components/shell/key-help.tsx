"use client";

import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import styles from "@/components/shell/key-help.module.css";
import { PLACES } from "@/components/shell/places";
import { Dialog } from "@/components/ui/dialog";

type Row = [keys: string, what: string];

function Keys({ title, rows }: { title: string; rows: Row[] }): ReactNode {
  return (
    <section>
      <h3 className={styles["group"]}>{title}</h3>
      <dl className={styles["list"]}>
        {rows.map(([keys, what]) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key} className={styles["key"]}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("shell");
  const moving: Row[] = [
    ["Ctrl K", t("keys.palette")],
    ["?", t("keys.help")],
    ["p", t("keys.pause")],
    ...PLACES.map(({ key, name }): Row => [`g ${key}`, t("keys.go", { place: t(`nav.${name}`) })]),
  ];
  const range: Row[] = [
    ["t c", t("keys.copyRange")],
    ["t v", t("keys.pasteRange")],
    ["Ctrl z", t("keys.zoomBack")],
    ["u", t("keys.utc")],
  ];
  const lists: Row[] = [
    ["j", t("keys.next")],
    ["k", t("keys.previous")],
    ["Enter", t("keys.open")],
  ];
  return (
    <Dialog title={t("keys.title")} closeLabel={t("common.close")} onClose={onClose}>
      <div className={styles["columns"]}>
        <Keys title={t("keys.navigation")} rows={moving} />
        <div className={styles["side"]}>
          <Keys title={t("keys.range")} rows={range} />
          <Keys title={t("keys.lists")} rows={lists} />
        </div>
      </div>
    </Dialog>
  );
}
