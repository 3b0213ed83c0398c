import { z } from "zod";
import { Refusal } from "@/lib/kernel/refusal";
import { parseRange, type TimeSpan } from "@/lib/kernel/time-range";
import { SEVERITIES, severityNumber } from "@/lib/telemetry/logs/severity";

const text = (longest: number) => z.string().min(1).max(longest);
const MOST_DAYS = 31;

/** What narrows log records down: a range as people write it (or epoch milliseconds), services, a lowest severity, words. */
export const logFilterShape = {
  from: text(64).default("now-1h"),
  to: text(64).default("now"),
  zone: text(64).default("UTC"),
  service: z.union([text(200), z.array(text(200)).max(20)]).optional(),
  host: text(200).optional(),
  severity: z.enum(SEVERITIES).optional(),
  words: z.string().max(200).optional(),
};

const LogFilter = z.strictObject(logFilterShape);
export type LogFilter = z.output<typeof LogFilter>;

/** The span of a filter. Throws a `Refusal` (invalid) that names `from` when it cannot be read or is over 31 days. */
export function spanOf(filter: LogFilter, now: Date): TimeSpan {
  const span = readSpan(filter, now);
  if (span && span.toMs - span.fromMs <= MOST_DAYS * 86_400_000) return span;
  throw new Refusal("invalid", "refusals.logs.range", { days: MOST_DAYS }, [
    { path: "from", messageKey: "refusals.logs.range", details: { days: MOST_DAYS } },
  ]);
}

function readSpan({ from, to, zone }: LogFilter, now: Date): TimeSpan | undefined {
  try {
    return parseRange({ from, to }, now.getTime(), zone);
  } catch {
    return undefined;
  }
}

const MOST_TERMS = 8;

/** The words of a search: parted by spaces, "quoted ones" together; all must occur, in any case; with `-` in front must not. */
function searchTerms(words: string): { term: string; not: boolean }[] {
  return [...words.matchAll(/(-?)(?:"([^"]*)"?|(\S+))/g)]
    .map(([, minus, quoted, bare]) => ({ term: (quoted ?? bare ?? "").replaceAll("\u0000", ""), not: minus === "-" }))
    .filter(({ term }) => term !== "")
    .slice(0, MOST_TERMS);
}

/** The WHERE clause of a filter; its values are pushed onto `values`, the organization always among them. */
export function whereOf(org: string, filter: LogFilter, span: TimeSpan, values: unknown[]): string {
  const value = (given: unknown) => `$${values.push(given)}`;
  const parts = [
    `organization_id = ${value(org)}::uuid`,
    `at >= to_timestamp(${value(span.fromMs)}::float8 / 1000)`,
    `at < to_timestamp(${value(span.toMs)}::float8 / 1000)`,
  ];
  if (filter.service) parts.push(`service = ANY(${value([filter.service].flat())}::text[])`);
  if (filter.host) parts.push(`host = ${value(filter.host)}`);
  const lowest = filter.severity ? severityNumber(filter.severity) : 0;
  // A literal, so that the planner sees that the index of errors covers it.
  if (lowest > 0) parts.push(`severity >= ${lowest}`);
  for (const { term, not } of searchTerms(filter.words ?? "")) {
    parts.push(`body ${not ? "NOT ILIKE" : "ILIKE"} ${value(`%${term.replace(/[\\%_]/g, "\\$&")}%`)}`);
  }
  return parts.join(" AND ");
}
