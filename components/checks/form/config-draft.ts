import { CONFIG_FIELDS, type ConfigField, isSealed } from "@/components/checks/form/config-fields";
import type { CheckKind } from "@/lib/checks/check-config";

/** What a person has typed, by field: text as typed, or a tick. */
export type Draft = Record<string, string | boolean>;

/** What a saved configuration looks like in the form; sealed fields come back empty. */
export function draftOf(kind: CheckKind, config: Record<string, unknown>): Draft {
  return Object.fromEntries(CONFIG_FIELDS[kind].map((field) => [field.name, typed(field, config[field.name])]));
}

function typed(field: ConfigField, value: unknown): string | boolean {
  if (field.as === "tick") return value === true;
  if (Array.isArray(value)) return value.join("\n");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/**
 * The configuration a draft stands for. Empty fields are left out, which keeps a sealed one as it is; those named in `removed`
 * are taken away. Text that is no number is sent as it is, so that the console's own words about it come back.
 */
export function configOf(kind: CheckKind, draft: Draft, removed: readonly string[] = []): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const field of CONFIG_FIELDS[kind]) {
    const value = given(field, draft[field.name]);
    if (isSealed(field) && removed.includes(field.name)) config[field.name] = null;
    else if (value !== undefined) config[field.name] = value;
  }
  return config;
}

function given(field: ConfigField, draft: string | boolean | undefined): unknown {
  if (typeof draft === "boolean") return draft ? true : undefined;
  if (draft === undefined || draft.trim() === "") return undefined;
  if (field.as === "number") return numberOf(draft);
  if (field.as === "lines") return linesOf(draft);
  if (field.as === "headers") return headersOf(draft);
  return field.as === "password" || field.as === "area" ? draft : draft.trim();
}

/** A typed number, or the text itself when it is none. */
export function numberOf(text: string): number | string {
  const number = Number(text.trim());
  return Number.isFinite(number) ? number : text;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}
