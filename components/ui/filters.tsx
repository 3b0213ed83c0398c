"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useUrlState } from "@/components/shell/use-url-state";
import control from "@/components/ui/control.module.css";
import styles from "@/components/ui/filters.module.css";
import { Icon } from "@/components/ui/icon";

const TYPING_MS = 250;

export function Filters({ children, label }: { children: ReactNode; label: string }) {
  return (
    <search className={styles["filters"]} aria-label={label}>
      {children}
    </search>
  );
}

/** Words to look for, kept in the address under `name` once the typing rests. */
export function SearchBox({ name, label }: { name: string; label: string }) {
  const { params, set } = useUrlState();
  const asked = params.get(name) ?? "";
  const [text, setText] = useState(asked);
  const sent = useRef(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address may change without the box: back, a cleared filter, a pasted link.
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (value: string) => {
    clearTimeout(timer.current);
    sent.current = value.trim();
    set({ [name]: value.trim() });
  };
  return (
    <div className={styles["search"]}>
      <Icon name="search" />
      <input
        type="search"
        className={control["input"]}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          setText(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(value), TYPING_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") send(text);
        }}
      />
    </div>
  );
}

export type Option = { value: string; label: string };

/** One of a few, kept in the address under `name`; the first entry says that nothing is left out. */
export function ChoiceBox({ name, label, options }: { name: string; label: string; options: readonly Option[] }) {
  const { params, set } = useUrlState();
  const id = useId();
  const value = params.get(name) ?? "";
  return (
    <div className={styles["choice"]}>
      <label htmlFor={id} className="only-read-aloud">
        {label}
      </label>
      <select
        id={id}
        className={control["select"]}
        data-set={value ? "" : undefined}
        value={value}
        onChange={(event) => set({ [name]: event.target.value })}
      >
        <option value="">{label}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
