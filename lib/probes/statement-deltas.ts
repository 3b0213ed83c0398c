/** One row of pg_stat_statements, its counters since whenever somebody last reset them. */
export interface StatementRow {
  readonly queryid: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly rows: number;
  readonly text: string;
}

export interface StatementDelta {
  readonly queryid: string;
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
}

/**
 * What statements took since the last look, the costliest first, without resetting the server's counters. A counter that stepped back
 * (somebody reset it, the statement was evicted and came back) starts from nothing. The first look gives no deltas.
 */
export function statementDeltas(
  now: readonly StatementRow[],
  before: ReadonlyMap<string, StatementRow> | undefined,
  most: number,
): StatementDelta[] {
  if (!before) return [];
  const deltas = now.map((row) => {
    const was = before.get(row.queryid);
    const base = was && was.calls <= row.calls && was.totalMs <= row.totalMs ? was : { calls: 0, totalMs: 0 };
    const calls = row.calls - base.calls;
    const totalMs = row.totalMs - base.totalMs;
    return { queryid: row.queryid, text: row.text, calls, totalMs, meanMs: calls > 0 ? totalMs / calls : 0 };
  });
  return deltas
    .filter(({ calls }) => calls > 0)
    .sort((left, right) => right.totalMs - left.totalMs)
    .slice(0, most);
}

/** A statement in one line for people: blanks folded, 120 characters; pg_stat_statements has replaced its constants already. */
export function statementLabel(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
