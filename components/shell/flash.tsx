"use client";

import { useSyncExternalStore } from "react";
import { Cell } from "@/components/live/live-state";
import styles from "@/components/shell/flash.module.css";

const SHOWN_MS = 2_500;

const flashed = new Cell<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says one short thing at the foot of the screen for a moment; a new one takes the place of the last, so they never stack. */
export function flash(text: string): void {
  clearTimeout(timer);
  flashed.write(text);
  timer = setTimeout(() => flashed.write(null), SHOWN_MS);
}

export function Flash() {
  const text = useSyncExternalStore(flashed.subscribe, flashed.read, () => null);
  return (
    <div className={styles["place"]} role="status">
      {text ? <span className={styles["flash"]}>{text}</span> : null}
    </div>
  );
}
