import type { Labels } from "@/lib/telemetry/sample";

export const AGGREGATES = ["sum", "avg", "min", "max", "count"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** One line of an answer: its labels and a value per bucket of the grid, NaN where there is none. */
export type Line = { labels: Labels; values: Float64Array };

/** Puts lines with equal values of the `by` labels together, bucket by bucket; a line without a value there does not take part. */
export function aggregate(lines: readonly Line[], op: Aggregate, by: readonly string[]): Line[] {
  return [...groupLines(lines, by)].map(({ labels, members }) => ({ labels, values: together(members, op) }));
}

/** Lines by their values of the `by` labels, in the order in which each group is first met. */
export function groupLines(lines: readonly Line[], by: readonly string[]): { labels: Labels; members: Line[] }[] {
  const groups = new Map<string, { labels: Labels; members: Line[] }>();
  for (const line of lines) {
    const labels = pick(line.labels, by);
    const key = JSON.stringify(by.map((label) => labels[label] ?? ""));
    const group = groups.get(key);
    if (group) group.members.push(line);
    else groups.set(key, { labels, members: [line] });
  }
  return [...groups.values()];
}

function pick(labels: Labels, by: readonly string[]): Labels {
  return Object.fromEntries(by.flatMap((label) => (labels[label] ? [[label, labels[label]]] : [])));
}

function together(lines: readonly Line[], op: Aggregate): Float64Array {
  const size = lines[0]?.values.length ?? 0;
  const out = new Float64Array(size).fill(Number.NaN);
  const counts = new Float64Array(size);
  for (const { values } of lines) {
    for (let at = 0; at < size; at++) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      out[at] = counts[at] === 0 ? value : join(op, out[at] as number, value);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  if (op === "count") return counts.map((count) => (count === 0 ? Number.NaN : count));
  if (op === "avg") return out.map((sum, at) => sum / (counts[at] as number));
  return out;
}

function join(op: Aggregate, one: number, other: number): number {
  if (op === "min") return Math.min(one, other);
  return op === "max" ? Math.max(one, other) : one + other;
}
