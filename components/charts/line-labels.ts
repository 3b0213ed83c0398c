import type { SeriesRef } from "@/lib/fleet/key-number-shape";

type Named = Pick<SeriesRef, "name" | "labels">;

/** What tells the lines of one chart apart: the values of the labels in which they differ, else their name. */
export function lineLabels(series: readonly Named[]): string[] {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))].sort();
  const differing = names.filter((name) => new Set(series.map(({ labels }) => labels[name] ?? "")).size > 1);
  const sameName = new Set(series.map(({ name }) => name)).size === 1;
  return series.map(({ name, labels }) => {
    const values = differing.map((label) => labels[label]).filter(Boolean);
    return [...(sameName && values.length > 0 ? [] : [name]), ...values].join(" · ");
  });
}
