import { z } from "zod";
import { CHECK_KINDS, CONFIG_SCHEMAS } from "@/lib/checks/check-config";
import { Name, Ref, Slug } from "@/lib/fleet/name-input";

export const CHECK_TARGETS = ["api", "database", "cdn", "none"] as const;

/** What can be said of a check of any kind. */
export const CheckFields = {
  name: Name,
  target: z.enum(CHECK_TARGETS).optional(),
  service: Ref.nullish(),
  region: Ref.nullish(),
  /** Null or absent: run by the console itself, public addresses only. */
  collector: z.uuid().nullish(),
  intervalSeconds: z.number().int().min(1).max(86_400).default(30),
  timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
  degradedMs: z.number().int().min(1).max(60_000).nullish(),
  failuresToDown: z.number().int().min(1).max(100).default(1),
  successesToUp: z.number().int().min(1).max(100).default(1),
};

const [first, ...others] = CHECK_KINDS.map((kind) =>
  z.strictObject({ ...CheckFields, slug: Slug.optional(), kind: z.literal(kind), config: CONFIG_SCHEMAS[kind] }),
);

/** A new check: its kind decides which configuration it takes. */
export const CreateCheck = z.discriminatedUnion("kind", [first as NonNullable<typeof first>, ...others]);

export type CheckTarget = (typeof CHECK_TARGETS)[number];

/** The target that a kind's duration stands beside unless its owner says otherwise. */
export function usualTarget(kind: string): CheckTarget {
  if (kind === "http") return "api";
  return kind === "postgres" ? "database" : "none";
}
