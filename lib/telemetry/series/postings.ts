import type { Labels, Matcher } from "@/lib/telemetry/sample";
import { compileMatcher } from "@/lib/telemetry/series/pattern";

/** Which series carry which label and value, kept in memory so that choosing among 100,000 series needs no query. */
export class Postings {
  private readonly labels = new Map<string, Map<string, number[]>>();
  private readonly all: number[] = [];
  private readonly series: ({ name: string; labels: Labels } | undefined)[] = [];

  /** Slots are added in no particular order, each once. */
  add(slot: number, name: string, labels: Labels): void {
    this.all.push(slot);
    while (this.series.length < slot) this.series.push(undefined);
    this.series[slot] = { name, labels };
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
    const { base, rest } = this.narrow(matchers);
    const tests = rest.map((matcher) => this.testFor(matcher, base.length));
    const chosen: number[] = [];
    for (const slot of base) {
      if (chosen.length >= limit) break;
      if (tests.every((test) => test(slot))) chosen.push(slot);
    }
    return chosen;
  }

  /** The shortest list that an equality gives, and the matchers that are left to test on it. */
  private narrow(matchers: readonly Matcher[]): { base: readonly number[]; rest: Matcher[] } {
    let base: readonly number[] = this.all;
    let chosen: Matcher | undefined;
    for (const matcher of matchers) {
      if (matcher.op !== "=" || matcher.value === "") continue;
      const slots = this.labels.get(matcher.label)?.get(matcher.value) ?? [];
      if (chosen && slots.length >= base.length) continue;
      base = slots;
      chosen = matcher;
    }
    return { base, rest: matchers.filter((matcher) => matcher !== chosen) };
  }

  /** Tests each value once where there are fewer values than candidates, else each candidate by its own value. */
  private testFor(matcher: Matcher, candidates: number): (slot: number) => boolean {
    const { label } = matcher;
    const accepts = compileMatcher(matcher);
    const absent = accepts("");
    const values = this.labels.get(label);
    if (!values) return () => absent;
    if (values.size > candidates) return (slot) => accepts(this.valueOf(slot, label));
    const verdicts = new Uint8Array(this.series.length).fill(absent ? 1 : 0);
    for (const [value, slots] of values) {
      const verdict = accepts(value) ? 1 : 0;
      for (const slot of slots) verdicts[slot] = verdict;
    }
    return (slot) => verdicts[slot] === 1;
  }

  private valueOf(slot: number, label: string): string {
    const series = this.series[slot];
    if (!series) return "";
    return label === "__name__" ? series.name : (series.labels[label] ?? "");
  }

  labelNames(limit: number): string[] {
    return [...this.labels.keys()].sort().slice(0, limit);
  }

  labelValues(label: string, limit: number): string[] {
    return [...(this.labels.get(label)?.keys() ?? [])].sort().slice(0, limit);
  }
}
