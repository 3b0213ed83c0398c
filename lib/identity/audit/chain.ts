import { createHash } from "node:crypto";

export type ChainLink = {
  organizationId: string;
  seq: bigint;
  atMs: number;
  kind: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  before: unknown;
  after: unknown;
  ip: string | null;
};

/** The hash of a record: SHA-256 over the previous hash and the record's canonical JSON (keys sorted, no white space). */
export function linkHash(previous: Uint8Array, link: ChainLink): Buffer {
  return createHash("sha256").update(previous).update(canonicalJson(link)).digest();
}

/** JSON with sorted keys, so that the same value is always the same text; bigint as a decimal string, undefined left out. */
function canonicalJson(value: unknown): string {
  if (typeof value === "bigint") return `"${value}"`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const parts = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${parts.join(",")}}`;
}
