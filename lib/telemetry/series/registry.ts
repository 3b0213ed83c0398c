import type { SeriesIdentity, SeriesInfo, SeriesKind } from "@/lib/telemetry/sample";
import { fingerprintOf, judgeIdentity, sortedLabels } from "@/lib/telemetry/series/identity";
import { Postings } from "@/lib/telemetry/series/postings";

export type StoredSeries = {
  id: number;
  fingerprint: string;
  name: string;
  labels: Record<string, string>;
  unit: string | null;
  kind: SeriesKind | null;
};

export const REFUSED = -1;

/** Why series were refused, said to the sender at most once a batch each. */
export type Reasons = { add(reason: string): void };

/**
 * The series of one organization in memory. A slot is a series' dense place here, the same for the life of the process;
 * its id is 0 until the series is stored. Senders' own keys lead to slots without looking at labels again.
 */
export class Registry {
  ids = new Float64Array(1024);
  size = 0;
  stored = 0;
  private readonly series: (Omit<SeriesInfo, "id"> & { fingerprint: string })[] = [];
  private readonly slotOfFingerprint = new Map<string, number>();
  private readonly slotOfId = new Map<number, number>();
  private readonly keys = new Map<string, Map<string, number>>();
  private readonly words = new Map<string, string>();
  readonly postings = new Postings();

  constructor(readonly limit: number) {}

  /** The key table of one source: keys of different sources may collide. */
  keysOf(source: string): Map<string, number> {
    let keys = this.keys.get(source);
    if (!keys) {
      keys = new Map();
      this.keys.set(source, keys);
    }
    // A sender that never repeats a key must not grow the table for ever.
    if (keys.size > this.limit * 2) keys.clear();
    return keys;
  }

  /** The slot of an identity, making one when it is new; REFUSED (and a reason) when it is malformed or over the limit. */
  resolve(identity: SeriesIdentity, reasons: Reasons): number {
    const labels = sortedLabels(identity.labels);
    const wrong = judgeIdentity({ name: identity.name, labels: Object.fromEntries(labels) });
    if (wrong) {
      reasons.add(wrong);
      return REFUSED;
    }
    const fingerprint = fingerprintOf(identity.name, labels);
    const known = this.slotOfFingerprint.get(fingerprint);
    if (known !== undefined) return known;
    if (this.size >= this.limit) {
      reasons.add(limitReason(this.limit));
      return REFUSED;
    }
    return this.place({
      fingerprint,
      name: identity.name,
      labels: Object.fromEntries(labels),
      unit: identity.unit ?? null,
      kind: identity.kind ?? null,
    });
  }

  /** Takes in a series as it is stored: it may be known already, by fingerprint or whole. */
  adopt(series: StoredSeries): number {
    const slot = this.slotOfFingerprint.get(series.fingerprint) ?? this.place(series);
    if (this.ids[slot] === 0) {
      this.ids[slot] = series.id;
      this.slotOfId.set(series.id, slot);
      this.stored++;
      const { name, labels } = this.seriesAt(slot);
      this.postings.add(slot, name, labels);
    }
    return slot;
  }

  slotOf(id: number): number | undefined {
    return this.slotOfId.get(id);
  }

  idOf(slot: number): number {
    return this.ids[slot] ?? 0;
  }

  seriesAt(slot: number): Omit<SeriesInfo, "id"> & { fingerprint: string } {
    const series = this.series[slot];
    if (!series) throw new Error(`There is no series at slot ${slot}`);
    return series;
  }

  info(slot: number): SeriesInfo {
    const { name, labels, unit, kind } = this.seriesAt(slot);
    return { id: this.idOf(slot), name, labels, unit, kind };
  }

  private place(series: Omit<StoredSeries, "id">): number {
    const slot = this.size++;
    if (slot >= this.ids.length) {
      const grown = new Float64Array(this.ids.length * 2);
      grown.set(this.ids);
      this.ids = grown;
    }
    const labels = Object.fromEntries(
      Object.entries(series.labels).map(([label, value]) => [this.word(label), this.word(value)]),
    );
    const { fingerprint, unit, kind } = series;
    this.series.push({ fingerprint, name: this.word(series.name), labels, unit, kind });
    this.slotOfFingerprint.set(fingerprint, slot);
    return slot;
  }

  // The same few words are in nearly all series: one copy each.
  private word(word: string): string {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    this.words.set(word, word);
    return word;
  }
}

/** What a sender is told whose organization may have no more series. */
export function limitReason(limit: number): string {
  return `the organization has reached its limit of ${limit} series; new series are refused`;
}
