"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useLive } from "@/components/live/live-provider";
import styles from "@/components/shell/range-picker.module.css";
import bar from "@/components/shell/top-bar.module.css";

import { PRESETS, useRange } from "@/components/shell/use-range";
import { useRangeClipboard } from "@/components/shell/use-range-clipboard";
import { Drop } from "@/components/ui/drop";
import { Icon } from "@/components/ui/icon";
import { sayMoment } from "@/components/ui/say-time";
import { useZone } from "@/components/ui/zone";
import { parseMoment, parseRange, type RangeText } from "@/lib/kernel/time-range";

type Preset = (typeof PRESETS)[number];

function usePresetName(): (range: RangeText) => string | undefined {
  const t = useTranslations("time.range.last");
  return ({ from, to }) => (to === "now" && PRESETS.some((preset) => preset === from) ? t(from as Preset) : undefined);
}

function useRangeName(): (range: RangeText) => string {
  const preset = usePresetName();
  const locale = useLocale();
  const zone = useZone();
  const end = (text: string) => {
    if (text.includes("now")) return text;
    const ms = parseMoment(text, 0, zone.name);
    return ms === undefined ? text : sayMoment(ms, locale, zone.name, "minute");
  };
  return (range) => preset(range) ?? `${end(range.from)} – ${end(range.to)}`;
}

export function RangePicker() {
  const t = useTranslations("time.range");
  const { range } = useRange();
  const name = useRangeName();
  // A phone has room for "1h" only; the button is named with both.
  const short = range.to === "now" ? range.from.replace("now-", "") : "…";
  return (
    <Drop
      label={`${t("label")}: ${name(range)}, ${short}`}
      className={bar["control"]}
      button={
        <>
          <Icon name="clock" />
          <span className={styles["name"]}>{name(range)}</span>
          <span className={styles["short"]}>{range.to === "now" ? range.from.replace("now-", "") : "…"}</span>
          <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => <RangePanel key={`${range.from} ${range.to}`} range={range} onDone={close} />}
    </Drop>
  );
}

function RangePanel({ range, onDone }: { range: RangeText; onDone: () => void }) {
  const t = useTranslations("time.range");
  const { set, back, zoomOut } = useRange();
  const { clock } = useLive();
  const { copy, paste } = useRangeClipboard();
  const preset = useTranslations("time.range.last");
  return (
    <div className={styles["panel"]}>
      <div className={styles["presets"]}>
        {PRESETS.map((from) => (
          <button
            key={from}
            type="button"
            className={styles["preset"]}
            aria-pressed={range.from === from && range.to === "now"}
            onClick={() => {
              set({ from, to: "now" });
              onDone();
            }}
          >
            {preset(from)}
          </button>
        ))}
      </div>
      <div className={styles["side"]}>
        <RangeForm range={range} onDone={onDone} />
        <div className={styles["acts"]}>
          <button type="button" onClick={copy}>
            {t("copy")} <kbd>t c</kbd>
          </button>
          <button type="button" onClick={paste}>
            {t("paste")} <kbd>t v</kbd>
          </button>
          <button type="button" onClick={() => zoomOut(clock.now())}>
            {t("zoomOut")}
          </button>
          <button type="button" onClick={back}>
            {t("back")} <kbd>Ctrl z</kbd>
          </button>
        </div>
      </div>
    </div>
  );
}

function RangeForm({ range, onDone }: { range: RangeText; onDone: () => void }) {
  const t = useTranslations("time.range");
  const { set } = useRange();
  const zone = useZone();
  const { clock } = useLive();
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const [wrong, setWrong] = useState<"invalid" | "backwards" | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const now = clock.now();
    const readable = [from, to].every((text) => parseMoment(text, now, zone.name) !== undefined);
    if (!readable || !parseRange({ from, to }, now, zone.name)) {
      setWrong(readable ? "backwards" : "invalid");
      return;
    }
    set({ from: from.trim(), to: to.trim() });
    onDone();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <label>
        {t("from")}
        <input value={from} onChange={(event) => setFrom(event.target.value)} spellCheck={false} />
      </label>
      <label>
        {t("to")}
        <input value={to} onChange={(event) => setTo(event.target.value)} spellCheck={false} />
      </label>
      <p className={styles["hint"]} role={wrong ? "alert" : undefined} data-wrong={wrong ?? undefined}>
        {wrong ? t(wrong) : t("hint")}
      </p>
      <button type="submit" className={styles["apply"]}>
        {t("apply")} · {zone.name}
      </button>
    </form>
  );
}
