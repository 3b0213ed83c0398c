import type { z } from "zod";
import type { Locale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";
import { type FieldRefusal, Refusal } from "@/lib/kernel/refusal";

/** RFC 9457, said in the caller's language; `errors` names each field that is wrong. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  errors?: { path: string; detail: string }[];
  details?: Record<string, string | number | boolean | null>;
};

/** The problem document of a refusal. */
export function problemOf(refusal: Refusal, locale: Locale): Problem {
  const errors = refusal.fields.map(({ path, messageKey, details }) => ({
    path,
    detail: say(locale, messageKey, details),
  }));
  return {
    type: `urn:nocturne:${refusal.code}`,
    title: say(locale, refusal.messageKey, refusal.details),
    status: refusal.status,
    code: refusal.code,
    ...(errors.length > 0 ? { errors } : {}),
    ...(Object.keys(refusal.details).length > 0 ? { details: refusal.details } : {}),
  };
}

/** The refusal of an input that its schema turned down, naming every field that is wrong. */
export function refusalOf(error: z.ZodError): Refusal {
  return new Refusal("invalid", "refusals.invalid", {}, error.issues.slice(0, 50).flatMap(fieldsOf));
}

type Issue = z.core.$ZodIssue;

function fieldsOf(issue: Issue): FieldRefusal[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, messageKey: "refusals.field.unknown" }));
  }
  return [{ path, ...reasonOf(issue) }];
}

function reasonOf(issue: Issue): Omit<FieldRefusal, "path"> {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? { messageKey: "refusals.field.required" }
        : { messageKey: "refusals.field.type", details: { expected: String(issue.expected) } };
    case "too_small":
      return {
        messageKey: issue.origin === "string" ? "refusals.field.tooShort" : "refusals.field.tooSmall",
        details: { minimum: Number(issue.minimum) },
      };
    case "too_big":
      return {
        messageKey: issue.origin === "string" ? "refusals.field.tooLong" : "refusals.field.tooBig",
        details: { maximum: Number(issue.maximum) },
      };
    case "invalid_format":
      return { messageKey: "refusals.field.format", details: { format: issue.format } };
    case "invalid_value":
      return { messageKey: "refusals.field.choice", details: { values: issue.values.map(String).join(", ") } };
    case "custom":
      return issue.message.includes(".") ? { messageKey: issue.message } : { messageKey: "refusals.field.invalid" };
    default:
      return { messageKey: "refusals.field.invalid" };
  }
}
