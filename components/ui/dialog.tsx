"use client";

import { type ReactNode, useEffect, useRef } from "react";
import styles from "@/components/ui/dialog.module.css";
import { Icon } from "@/components/ui/icon";

type Props = { title: string; closeLabel: string; onClose: () => void; children: ReactNode; wide?: boolean };

/** A modal window: the browser's own dialog, which holds the focus and closes on Escape. */
export function Dialog({ title, closeLabel, onClose, children, wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop repeats what Escape and the button do.
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      data-wide={wide || undefined}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <header className={styles["head"]}>
        <h2>{title}</h2>
        <button type="button" className={styles["close"]} onClick={onClose} aria-label={closeLabel} title={closeLabel}>
          <Icon name="close" />
        </button>
      </header>
      <div className={styles["body"]}>{children}</div>
    </dialog>
  );
}
