"use client";

import { type ReactNode, useState } from "react";
import styles from "@/components/ui/fold.module.css";

/** More of a page, built only once somebody asks for it. */
export function Fold({ title, children }: { title: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={styles["fold"]} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened ? children : null}
    </details>
  );
}
