import type { ReactNode } from "react";
import styles from "@/components/shell/blank.module.css";

/** A page that has nothing to show says why, and what to do next. */
export function Blank({ title, text, action }: { title: string; text: string; action: ReactNode }) {
  return (
    <div className={styles["blank"]}>
      <h1>{title}</h1>
      <p>{text}</p>
      <div className={styles["action"]}>{action}</div>
    </div>
  );
}
