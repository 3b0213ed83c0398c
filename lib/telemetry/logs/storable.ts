/** The limits of one record, in characters (UTF-16 units) and attributes; what is longer is cut and says so. */
export const LOG_LIMITS = {
  body: 16_384,
  service: 200,
  attributes: 64,
  attributeName: 200,
  attributeValue: 2_048,
} as const;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that PostgreSQL can hold: NUL becomes its picture, half a surrogate pair U+FFFD, and what is over `limit` is cut with a mark. */
export function storableText(text: string, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… [cut: ${text.length} characters in all]` : text;
  return cut.replaceAll("\u0000", "\u2400").replace(LONE_SURROGATE, "\ufffd");
}

/** Attributes as a JSON object that PostgreSQL can hold; `nocturne.cut` says how many did not fit. */
export function storableAttributes(attributes: readonly (readonly [string, string])[]): Record<string, string> {
  const kept = attributes.slice(0, LOG_LIMITS.attributes).map(([name, value]): [string, string] => {
    return [storableText(name, LOG_LIMITS.attributeName), storableText(value, LOG_LIMITS.attributeValue)];
  });
  const over = attributes.length - kept.length;
  if (over > 0) kept.push(["nocturne.cut", String(over)]);
  return Object.fromEntries(kept);
}
