/** Whether a status is among `200,204`, `2xx`, `200-399` (2xx when nothing is said); undefined when the expectation cannot be read. */
export function statusMatches(status: number, expected = "2xx"): boolean | undefined {
  const parts = expected.split(",").map((part) => part.trim().toLowerCase());
  const spans = parts.map(spanOf);
  if (spans.some((span) => span === undefined)) return undefined;
  return spans.some((span) => span !== undefined && status >= span[0] && status <= span[1]);
}

function spanOf(part: string): [number, number] | undefined {
  const found = /^(\d)xx$|^(\d{3})(?:-(\d{3}))?$/.exec(part);
  if (!found) return undefined;
  if (found[1]) return [Number(found[1]) * 100, Number(found[1]) * 100 + 99];
  const from = Number(found[2]);
  return [from, found[3] ? Number(found[3]) : from];
}
