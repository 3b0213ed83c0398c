import { createHash } from "node:crypto";
import type { SeriesIdentity } from "@/lib/telemetry/sample";

const SERIES_NAME_LENGTH = 200;
const LABELS = 64;
const LABEL_NAME_LENGTH = 128;
const LABEL_VALUE_LENGTH = 2048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters and lone surrogates are what must not be stored
const UNSTORABLE = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a label's value may break lines, but not hold NUL
const UNSTORABLE_VALUE = /\u0000|\p{Surrogate}/u;

/** Why an identity cannot be stored, in one sentence; undefined when it can. */
export function judgeIdentity({ name, labels }: SeriesIdentity): string | undefined {
  if (name.length === 0) return "a series has no name";
  if (name.length > SERIES_NAME_LENGTH) return `a name is longer than ${SERIES_NAME_LENGTH} characters`;
  if (UNSTORABLE.test(name)) return "a name holds control characters";
  const entries = Object.entries(labels);
  if (entries.length > LABELS) return `series ${name} has more than ${LABELS} labels`;
  for (const [label, value] of entries) {
    if (label.length === 0 || label.length > LABEL_NAME_LENGTH || UNSTORABLE.test(label)) {
      return `series ${name} has a label whose name is empty, too long or not printable`;
    }
    if (value.length > LABEL_VALUE_LENGTH) return `label ${label} of ${name} is over ${LABEL_VALUE_LENGTH} characters`;
    if (UNSTORABLE_VALUE.test(value)) return `label ${label} of ${name} holds characters that are not text`;
  }
  return undefined;
}

/** The labels that count: sorted by name, those with an empty value left out (an absent label equals an empty one). */
export function sortedLabels(labels: SeriesIdentity["labels"]): [string, string][] {
  return Object.entries(labels)
    .filter(([label, value]) => value !== "" && label !== "__name__")
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The first 16 bytes of SHA-256 over name and sorted labels, as hex: equal exactly when the series is the same. */
export function fingerprintOf(name: string, labels: readonly (readonly [string, string])[]): string {
  const hash = createHash("sha256").update(name);
  for (const [label, value] of labels) hash.update("\0").update(label).update("\0").update(value);
  return hash.digest("hex").slice(0, 32);
}
