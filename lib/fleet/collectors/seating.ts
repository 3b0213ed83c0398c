import type { FoundCollector } from "@/lib/fleet/collectors/find-collector";
import { type CollectorStore, createIntake, type Intake } from "@/lib/fleet/collectors/intake";

/** What the greeting settled for the batches that follow. */
export interface Seat {
  readonly epoch: number;
  readonly ackSeq: number;
  readonly checksHash: string;
  readonly host: string | null;
}

/** The place of one connection in its collector's numbers. */
export interface Seating {
  readonly intake: Intake | undefined;
  readonly epoch: number;
  ackSeq: number;
  checksHash: string;
  /** Counts greetings: a batch that was under way while the collector greeted anew belongs to the past. */
  readonly greeting: number;
  /** After a refusal nothing later may be acknowledged until the next greeting: it would hide the hole. */
  holding: boolean;
}

/** A seating before any greeting; `sit` begins anew with what a greeting settled. */
export function createSeating(
  store: CollectorStore,
  found: FoundCollector,
): { readonly now: Seating; sit(seat: Seat): void } {
  let now: Seating = { intake: undefined, epoch: 0, ackSeq: 0, checksHash: "", greeting: 0, holding: false };
  return {
    get now() {
      return now;
    },
    sit({ epoch, ackSeq, checksHash, host }) {
      const intake = createIntake({ store, org: found.org, collector: found.id, host });
      now.holding = true;
      now = { intake, epoch, ackSeq, checksHash, greeting: now.greeting + 1, holding: false };
    },
  };
}
