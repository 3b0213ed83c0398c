"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/live/live-provider";
import { PLACES } from "@/components/shell/places";
import { useRange } from "@/components/shell/use-range";
import { useRangeClipboard } from "@/components/shell/use-range-clipboard";
import { useKeptHref, useUrlState } from "@/components/shell/use-url-state";
import { useZone } from "@/components/ui/zone";

type Open = { onPalette: () => void; onHelp: () => void };

const CHORD_MS = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

const isModified = (event: KeyboardEvent) => event.ctrlKey || event.metaKey || event.altKey;

/** The keys of every page: the palette, help, `g` and a letter to go, `t c` and `t v` for the range. */
export function useConsoleKeys({ onPalette, onHelp }: Open): void {
  const router = useRouter();
  const keep = useKeptHref();
  const { connection } = useLive();
  const { back } = useRange();
  const { copy, paste } = useRangeClipboard();
  const { set } = useUrlState();
  const zone = useZone();
  const actions: Record<string, () => void> = {
    "?": onHelp,
    p: () => connection.setPaused(!connection.state.read().paused),
    u: () => set({ tz: zone.isUtc ? null : "UTC" }),
    "t c": copy,
    "t v": paste,
  };
  for (const { key, href } of PLACES) actions[`g ${key}`] = () => router.push(keep(href));

  const now = useRef({ actions, onPalette, back });
  now.current = { actions, onPalette, back };
  useEffect(() => {
    let lead: { key: string; at: number } | undefined;
    const withModifier = (key: string): (() => void) | undefined =>
      key === "k" ? now.current.onPalette : key === "z" ? now.current.back : undefined;
    const plain = (key: string, at: number): (() => void) | undefined => {
      const chord = lead && at - lead.at < CHORD_MS ? `${lead.key} ${key}` : key;
      lead = chord === key && (key === "g" || key === "t") ? { key, at } : undefined;
      return now.current.actions[chord];
    };
    const listen = (event: KeyboardEvent) => {
      const palette = event.key.toLowerCase() === "k" && isModified(event);
      if (event.defaultPrevented || (isTyping(event.target) && !palette)) return;
      const act = isModified(event) ? withModifier(event.key.toLowerCase()) : plain(event.key, event.timeStamp);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
