import type { Labels, Matcher } from "@/lib/telemetry/sample";
import { compileMatcher } from "@/lib/telemetry/series/pattern";

/** Which series carry which label and value, kept in memory so that choosing among 100,000 series needs no query. */
export class Postings {
  private readonly labels = new Map<string, Map<string, number[]>>();
  private readonly all: number[] = [];

  /** Slots are added in no particular order, each once. */
  add(slot: number, name: string, labels: Labels): void {
    this.all.push(slot);
    this.post("__name__", name, slot);
    for (const label in labels) this.post(label, labels[label] ?? "", slot);
  }

  private post(label: string, value: string, slot: number): void {
    let values = this.labels.get(label);
    if (!values) {
      values = new Map();
      this.labels.set(label, values);
    }
    const slots = values.get(value);
    if (slots) slots.push(slot);
    else values.set(value, [slot]);
  }

  /** The slots that satisfy every matcher, at most `limit`; an empty list of matchers means all. */
  select(matchers: readonly Matcher[], limit: number): number[] {
    const parts = matchers.map((matcher) => this.match(matcher));
    const include = parts.filter((part) => part.slots.length > 0 || !part.inverse).filter((part) => !part.inverse);
    const exclude = parts.filter((part) => part.inverse).map((part) => new Set(part.slots));
    include.sort((one, other) => one.slots.length - other.slots.length);
    const base = include[0]?.slots ?? this.all;
    const others = include.slice(1).map((part) => new Set(part.slots));
    const chosen: number[] = [];
    for (const slot of base) {
      if (others.every((set) => set.has(slot)) && !exclude.some((set) => set.has(slot))) {
        chosen.push(slot);
        if (chosen.length >= limit) break;
      }
    }
    return chosen;
  }

  /** Slots that match, or, when the matcher accepts an absent label, the slots that do not (`inverse`). */
  private match(matcher: Matcher): { slots: number[]; inverse: boolean } {
    const accepts = compileMatcher(matcher);
    const values = this.labels.get(matcher.label);
    const inverse = accepts("");
    if (matcher.op === "=" && !inverse) return { slots: values?.get(matcher.value) ?? [], inverse };
    const lists: number[][] = [];
    for (const [value, slots] of values ?? []) if (accepts(value) !== inverse) lists.push(slots);
    return { slots: lists.length === 1 ? (lists[0] ?? []) : lists.flat(), inverse };
  }

  labelNames(limit: number): string[] {
    return [...this.labels.keys()].sort().slice(0, limit);
  }

  labelValues(label: string, limit: number): string[] {
    return [...(this.labels.get(label)?.keys() ?? [])].sort().slice(0, limit);
  }
}
