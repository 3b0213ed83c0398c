"use client";

import { type ReactNode, useId, useRef } from "react";
import styles from "@/components/ui/drop.module.css";

type Props = {
  label: string;
  button: ReactNode;
  children: ReactNode | ((close: () => void) => ReactNode);
  className?: string | undefined;
  align?: "start" | "end";
  onOpen?: () => void;
};

const GAP = 4;

/** A button with a panel under it: the browser's own popover, so that Escape, focus and a click outside need no code. */
export function Drop({ label, button, children, className, align = "end", onOpen }: Props) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = () => {
    if (!anchor.current || !panel.current) return;
    const at = anchor.current.getBoundingClientRect();
    const own = panel.current.getBoundingClientRect();
    const wanted = align === "end" ? at.right - own.width : at.left;
    const left = Math.max(GAP, Math.min(wanted, window.innerWidth - own.width - GAP));
    const below = at.bottom + GAP;
    const above = at.top - own.height - GAP;
    panel.current.style.left = `${left}px`;
    panel.current.style.top = `${below + own.height > window.innerHeight && above > 0 ? above : below}px`;
  };
  const close = () => panel.current?.hidePopover();
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        popoverTarget={id}
        aria-haspopup="dialog"
      >
        {button}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles["panel"]}
        onToggle={(event) => {
          if (event.newState !== "open") return;
          place();
          onOpen?.();
        }}
      >
        {typeof children === "function" ? children(close) : children}
      </div>
    </>
  );
}
