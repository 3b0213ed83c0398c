import type { ReactNode } from "react";
import styles from "@/components/ui/panel.module.css";

type Props = { title: ReactNode; aside?: ReactNode; children: ReactNode; label?: string; flush?: boolean };

/** A part of a page: a title on a hairline and what belongs to it. Panels are never put inside panels. */
export function Panel({ title, aside, children, label, flush = false }: Props) {
  return (
    <section className={styles["panel"]} aria-label={label}>
      <header className={styles["head"]}>
        <h2 className={styles["title"]}>{title}</h2>
        {aside ? <div className={styles["aside"]}>{aside}</div> : null}
      </header>
      <div className={flush ? styles["flush"] : styles["body"]}>{children}</div>
    </section>
  );
}
