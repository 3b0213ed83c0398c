import { parseMoment, type RangeText } from "@/lib/kernel/time-range";

/** Copies a range as Grafana does, so that it can be pasted in either. */
export async function copyRange({ from, to }: RangeText): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify({ from, to }));
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && parseMoment(text, 0, "UTC") !== undefined ? text : undefined;
}

/** Reads a range from a clipboard's text: the JSON that Grafana copies, or an address with from and to; undefined for anything else. */
export function rangeIn(text: string): RangeText | undefined {
  let [from, to]: [unknown, unknown] = [undefined, undefined];
  try {
    ({ from, to } = (JSON.parse(text) ?? {}) as { from?: unknown; to?: unknown });
  } catch {
    const query = new URLSearchParams(text.includes("?") ? text.slice(text.indexOf("?")) : text);
    [from, to] = [query.get("from"), query.get("to")];
  }
  const range = { from: textOf(from), to: textOf(to) };
  return range.from && range.to ? { from: range.from, to: range.to } : undefined;
}
