"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useLive } from "@/components/live/live-provider";
import styles from "@/components/shell/palette.module.css";
import { askFinds, type Find } from "@/components/shell/palette-finds";
import { PLACES } from "@/components/shell/places";
import { useKeptHref, useUrlState } from "@/components/shell/use-url-state";
import { Icon, type IconName } from "@/components/ui/icon";
import { useZone } from "@/components/ui/zone";

type Entry = { key: string; icon: IconName; title: string; aside?: string | undefined; act: () => void };

const MOST_SHOWN = 30;

function useEntries(words: string, onClose: () => void): Entry[] {
  const t = useTranslations("shell");
  const zoneWords = useTranslations("time.zone");
  const router = useRouter();
  const keep = useKeptHref();
  const { connection } = useLive();
  const { set } = useUrlState();
  const zone = useZone();
  const { data: finds = [] } = useQuery({ queryKey: ["services", "palette"], queryFn: askFinds, staleTime: 30_000 });
  return useMemo(() => {
    const go = (href: string) => () => router.push(keep(href));
    const places = PLACES.map(
      (place): Entry => ({
        key: place.href,
        icon: place.name,
        title: t(`nav.${place.name}`),
        aside: `g ${place.key}`,
        act: go(place.href),
      }),
    );
    const { paused } = connection.state.read();
    const acts: Entry[] = [
      {
        key: "pause",
        icon: paused ? "play" : "pause",
        title: t(paused ? "live.resume" : "live.pause"),
        aside: "p",
        act: () => connection.setPaused(!paused),
      },
      {
        key: "zone",
        icon: "clock",
        title: zone.isUtc ? zoneWords("toLocal", { zone: zone.local }) : zoneWords("toUtc"),
        aside: "u",
        act: () => set({ tz: zone.isUtc ? null : "UTC" }),
      },
    ];
    const found = finds.map(
      (find: Find): Entry => ({
        key: find.href,
        icon: find.kind,
        title: find.name,
        aside: t(`nav.${find.kind}`),
        act: go(find.href),
      }),
    );
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = ({ title, aside }: Entry) =>
      wanted.every((word) => `${title} ${aside ?? ""}`.toLowerCase().includes(word));
    return [...places, ...found, ...acts]
      .filter(matches)
      .slice(0, MOST_SHOWN)
      .map((entry) => ({
        ...entry,
        act: () => {
          onClose();
          entry.act();
        },
      }));
  }, [words, finds, t, zoneWords, router, keep, connection, set, zone, onClose]);
}

/** Goes anywhere and does the common things from the keyboard. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTranslations("shell.palette");
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const entries = useEntries(words, onClose);
  const chosen = Math.min(at, entries.length - 1);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
    setWords("");
    setAt(0);
  }, [opened]);
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((chosen + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === "Enter") entries[chosen]?.act();
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop repeats what Escape does.
    <dialog
      ref={dialog}
      className={styles["palette"]}
      aria-label={t("open")}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles["field"]}>
        <Icon name="search" />
        <input
          className={styles["input"]}
          value={words}
          placeholder={t("search")}
          aria-label={t("search")}
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={entries[chosen] ? `${list}-${chosen}` : undefined}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div id={list} role="listbox" aria-label={t("open")} className={styles["list"]}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the keys.
          <div
            key={entry.key}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={styles["entry"]}
            onClick={entry.act}
            onMouseMove={() => setAt(index)}
          >
            <Icon name={entry.icon} />
            <span className={styles["title"]}>{entry.title}</span>
            <span className={styles["aside"]}>{entry.aside}</span>
          </div>
        ))}
        {entries.length === 0 ? <p className={styles["nothing"]}>{t("nothing")}</p> : null}
      </div>
    </dialog>
  );
}
