import { configOf, type Draft, draftOf, numberOf } from "@/components/checks/form/config-draft";
import { CONFIG_FIELDS, isSealed } from "@/components/checks/form/config-fields";
import { CHECK_KINDS, type CheckKind } from "@/lib/checks/check-config";
import type { CheckPage } from "@/lib/checks/check-shape";

export type CheckDraft = {
  kind: CheckKind;
  /** Text fields of any kind of check, as typed. */
  fields: Record<Field, string>;
  config: Draft;
  /** Sealed fields that are saved, and those of them that are to be taken away. */
  sealed: readonly string[];
  removed: readonly string[];
};

const NUMBERS = ["intervalSeconds", "timeoutMs", "degradedMs", "failuresToDown", "successesToUp"] as const;
const REFERENCES = ["service", "region", "collector"] as const;
export type Field = "name" | "slug" | "target" | (typeof NUMBERS)[number] | (typeof REFERENCES)[number];

/** An empty form of a kind; `given` are choices that a link has made, such as the service the person came from. */
export function newDraft(kind: CheckKind, given: Partial<Record<Field, string>> = {}): CheckDraft {
  return {
    kind,
    fields: {
      name: "",
      slug: "",
      target: "",
      service: "",
      region: "",
      collector: "",
      intervalSeconds: "30",
      timeoutMs: "10000",
      degradedMs: "",
      failuresToDown: "1",
      successesToUp: "1",
      ...given,
    },
    config: kind === "dns" ? { type: "A" } : {},
    sealed: [],
    removed: [],
  };
}

/** A saved check as its form. */
export function savedDraft(check: CheckPage): CheckDraft {
  const kind = kindOf(check.kind) ?? "http";
  return {
    kind,
    fields: {
      name: check.name,
      slug: check.slug,
      target: check.target,
      service: check.service?.id ?? "",
      region: check.region?.id ?? "",
      collector: check.collector?.id ?? "",
      intervalSeconds: String(check.intervalSeconds),
      timeoutMs: String(check.timeoutMs),
      degradedMs: check.degradedMs === null ? "" : String(check.degradedMs),
      failuresToDown: String(check.failuresToDown),
      successesToUp: String(check.successesToUp),
    },
    config: draftOf(kind, check.config),
    sealed: CONFIG_FIELDS[kind].filter((field) => isSealed(field) && check.secrets.includes(field.name)).map(nameOf),
    removed: [],
  };
}

const nameOf = ({ name }: { name: string }) => name;

/** The kind a word names; undefined for a word that names none. */
export function kindOf(word: string | null | undefined): CheckKind | undefined {
  return CHECK_KINDS.find((kind) => kind === word);
}

/** The draft with another kind: what both kinds know keeps what was typed. */
export function withKind(draft: CheckDraft, kind: CheckKind): CheckDraft {
  return { ...draft, kind, config: { ...newDraft(kind).config, ...draft.config }, removed: [] };
}

/** What is sent to make a check. */
export function createInput(draft: CheckDraft): Record<string, unknown> {
  const { slug } = draft.fields;
  return {
    ...common(draft),
    kind: draft.kind,
    config: configOf(draft.kind, draft.config),
    ...(slug.trim() ? { slug: slug.trim() } : {}),
  };
}

/** What is sent to change one; `version` is the one that the form was filled from. */
export function updateInput(draft: CheckDraft, version: number): Record<string, unknown> {
  return { ...common(draft), version, config: configOf(draft.kind, draft.config, draft.removed) };
}

function common({ fields }: CheckDraft): Record<string, unknown> {
  return {
    name: fields.name.trim(),
    ...(fields.target ? { target: fields.target } : {}),
    ...Object.fromEntries(REFERENCES.map((name) => [name, fields[name] || null])),
    ...Object.fromEntries(
      NUMBERS.filter((name) => fields[name].trim() !== "").map((name) => [name, numberOf(fields[name])]),
    ),
    ...(fields.degradedMs.trim() === "" ? { degradedMs: null } : {}),
  };
}
