"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useKeptHref } from "@/components/shell/use-url-state";
import styles from "@/components/ui/page-head.module.css";

type Props = {
  title: ReactNode;
  /** The list that this page is one of. */
  up?: { href: string; label: string };
  note?: ReactNode;
  actions?: ReactNode;
};

/** What a page is, how much of it there is, and what can be done here. */
export function PageHead({ title, up, note, actions }: Props) {
  const kept = useKeptHref();
  return (
    <header className={styles["head"]}>
      <div className={styles["titles"]}>
        {up ? (
          <span className={styles["trail"]}>
            <Link href={kept(up.href)}>{up.label}</Link> /
          </span>
        ) : null}
        <h1 className={styles["title"]}>{title}</h1>
        {note ? <span className={styles["note"]}>{note}</span> : null}
      </div>
      {actions ? <div className={styles["actions"]}>{actions}</div> : null}
    </header>
  );
}
