"use client";

import { useEffect, useId, useState } from "react";
import control from "@/components/ui/control.module.css";
import type { ControlProps } from "@/components/ui/field";

type Props = {
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
  label?: string;
  placeholder?: string | undefined;
  field?: ControlProps;
};

const MOST_SHOWN = 200;

/** A text with suggestions by the browser itself; what was typed counts once it is left, entered, or is one of them. */
export function Suggest({ value, options, onChange, label, placeholder, field }: Props) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const words = text.toLowerCase();
  const shown = options.filter((option) => option.toLowerCase().includes(words)).slice(0, MOST_SHOWN);
  const settle = (next: string) => {
    if (next.trim() !== value) onChange(next.trim());
  };
  return (
    <>
      <input
        {...field}
        className={control["input"]}
        list={id}
        value={text}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          if (options.includes(next)) settle(next);
        }}
        onBlur={() => settle(text)}
        onKeyDown={(event) => event.key === "Enter" && settle(text)}
      />
      <datalist id={id}>
        {shown.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  );
}
