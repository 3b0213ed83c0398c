import type { Locale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";
import type { Accepted } from "@/lib/telemetry/sample";

/** What became of a request's samples: those kept (or known already), and what was refused and why. */
export type Outcome = {
  total: number;
  accepted: number;
  refused: Partial<Record<"tooOld" | "tooNew" | "conflicts" | "refused" | "histograms" | "points", number>>;
  reasons: string[];
};

/** Joins what the door refused by itself with what the store answered. */
export function outcomeOf(door: { samples: number; histograms: number; reasons: string[] }, stored: Accepted): Outcome {
  return {
    total: door.samples + door.histograms,
    accepted: stored.accepted + stored.duplicates,
    refused: {
      tooOld: stored.tooOld,
      tooNew: stored.tooNew,
      conflicts: stored.conflicts,
      refused: stored.refusedSeries,
      histograms: door.histograms,
    },
    reasons: [...new Set([...door.reasons, ...stored.reasons])].slice(0, 5),
  };
}

/** How many samples were refused. */
export function refusedCount({ refused }: Outcome): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

/** The outcome in words: what was accepted, what was not, and why. */
export function tellOutcome(outcome: Outcome, locale: Locale, lateHours: number): string {
  const { total, accepted, refused, reasons } = outcome;
  const sentences = [say(locale, "ingest.partly", { accepted, total })];
  for (const [kind, count] of Object.entries(refused)) {
    if (count > 0) sentences.push(say(locale, `ingest.${kind}`, { count, hours: lateHours }));
  }
  if (reasons.length > 0) sentences.push(say(locale, "ingest.why", { reasons: reasons.join("; ") }));
  return sentences.join(" ");
}
