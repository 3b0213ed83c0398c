"use client";

import { Drop } from "@/components/ui/drop";
import { Icon } from "@/components/ui/icon";
import styles from "@/components/ui/menu.module.css";

export type MenuItem = { key: string; label: string; run: () => void; danger?: boolean; disabled?: boolean };

/** What else can be done with a row, behind three dots. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  if (items.length === 0) return null;
  return (
    <Drop label={label} button={<Icon name="more" />} className={styles["button"]}>
      {(close) => (
        <div className={styles["menu"]}>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              className={styles["item"]}
              data-danger={item.danger || undefined}
              disabled={item.disabled}
              onClick={() => {
                close();
                item.run();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </Drop>
  );
}
