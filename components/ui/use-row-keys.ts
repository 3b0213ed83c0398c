"use client";

import { useEffect, useRef } from "react";

const STEPS: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Which way a key walks; nothing while somebody types, holds a modifier or answers a dialog. */
function stepOf(event: KeyboardEvent): 1 | -1 | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  return document.querySelector("dialog[open]") ? undefined : STEPS[event.key];
}

/** The row after the focused one; from outside the list only letters go in, because arrows scroll the page there. */
function nextRow(rows: HTMLElement[], step: 1 | -1, isArrow: boolean): HTMLElement | undefined {
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at >= 0) return rows[at + step] ?? rows[at];
  if (isArrow) return undefined;
  return step > 0 ? rows[0] : rows.at(-1);
}

/**
 * j and k (or the arrows, once inside) walk the links marked `data-row` under the returned ref; Enter opens the focused one by
 * itself, because it is a link.
 */
export function useRowKeys<E extends HTMLElement>() {
  const list = useRef<E>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      if (!step) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const next = nextRow(rows, step, event.key.startsWith("Arrow"));
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return list;
}
