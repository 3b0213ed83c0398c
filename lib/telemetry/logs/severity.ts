/** The levels of OTLP's severity numbers, four numbers each; `unset` is 0. */
export const SEVERITIES = ["unset", "trace", "debug", "info", "warn", "error", "fatal"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The level of a severity number from 0 to 24. */
export function severityOf(number: number): Severity {
  return SEVERITIES[Math.ceil(number / 4)] ?? "unset";
}

/** The lowest severity number of a level. */
export function severityNumber(severity: Severity): number {
  return Math.max(0, SEVERITIES.indexOf(severity) * 4 - 3);
}

/** The same as `severityOf` in SQL, as an index into SEVERITIES. */
export const SEVERITY_INDEX_SQL = "((severity + 3) / 4)";

const WORDS: readonly (readonly [RegExp, Severity])[] = [
  [/^(fatal|panic|emerg|crit|alert)/i, "fatal"],
  [/^(err|severe)/i, "error"],
  [/^warn/i, "warn"],
  [/^(info|notice)/i, "info"],
  [/^(debug|fine)/i, "debug"],
  [/^(trace|verbose|finest)/i, "trace"],
];

/** A sender's severity as a number from 0 to 24: its number when it is one, else what its word means. */
export function readSeverity(number: number, text: string): number {
  if (Number.isInteger(number) && number >= 1 && number <= 24) return number;
  const level = WORDS.find(([pattern]) => pattern.test(text.trim()))?.[1];
  return level ? severityNumber(level) : 0;
}
