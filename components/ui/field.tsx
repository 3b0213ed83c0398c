"use client";

import { type ReactNode, useId } from "react";
import control from "@/components/ui/control.module.css";
import styles from "@/components/ui/field.module.css";

export type ControlProps = {
  id: string;
  name?: string | undefined;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

type Props = {
  label: ReactNode;
  /** Where a refusal's `errors[].path` finds this field; also the element that gets the focus. */
  name?: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (control: ControlProps) => ReactNode;
};

/** A labelled control with its hint and what is wrong with it, tied together for screen readers. */
export function Field({ label, name, hint, error, children }: Props) {
  const id = useId();
  const about = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={styles["field"]}>
      <label htmlFor={id} className={styles["label"]}>
        {label}
      </label>
      {children({
        id,
        name,
        ...(about ? { "aria-describedby": about } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {error ? (
        <p id={`${id}-error`} className={styles["error"]}>
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className={styles["hint"]}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type TickProps = { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean };

/** A yes or no, with the whole line as its target. */
export function Tick({ label, checked, onChange, disabled = false }: TickProps) {
  return (
    <label className={styles["ticked"]}>
      <input
        type="checkbox"
        className={control["tick"]}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
