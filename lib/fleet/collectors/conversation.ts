import type { FoundCollector } from "@/lib/fleet/collectors/find-collector";
import type { CollectorStore } from "@/lib/fleet/collectors/intake";
import type { Ledger } from "@/lib/fleet/collectors/ledger";
import { readBatch, readHello } from "@/lib/fleet/collectors/read-message";
import { findSeat } from "@/lib/fleet/collectors/seat";
import { createSeating, type Seating } from "@/lib/fleet/collectors/seating";
import { type Admitted, skewOf, welcome } from "@/lib/fleet/collectors/welcome";
import { isRefusal } from "@/lib/kernel/refusal";
import type { Clock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import type { BatchAnswer, BatchMessage, Cut, CutCode, Hello, HelloAnswer } from "@/lib/probes/collector-wire";
import type { Accepted } from "@/lib/telemetry/sample";

export interface ConversationDeps {
  readonly database: Database;
  readonly store: CollectorStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: Ledger;
  /** Opens the secrets of checks. */
  readonly secret: string;
  /** Hash of the bundle this console hands out; null when it has none. */
  readonly bundleHash: string | null;
  readonly room: Room;
}

/** Bounds what is under way in this process, over all collectors. */
export interface Room {
  /** Takes a place, or answers how long to wait for one. */
  enter(kind: "hello" | "samples", amount: number): number | undefined;
  leave(kind: "hello" | "samples", amount: number): void;
}

/** One connection of one collector, whatever carries it: hello, then batches whose acknowledgements are durable. */
export interface Conversation {
  hello(message: unknown): Promise<HelloAnswer>;
  batch(message: unknown): Promise<BatchAnswer>;
  /** A batch without a connection behind it: the seat that the last hello took is looked up again. */
  resume(lineage: string, message: unknown): Promise<BatchAnswer>;
  /** What the collector was last told to check. */
  readonly checksHash: string;
  tellChecks(hash: string): void;
  /** The process of the collector that said hello. */
  readonly run: string;
}

const CUT_RETRY_MS: Record<CutCode, number> = {
  unauthenticated: 60_000,
  revoked: 300_000,
  fenced: 300_000,
  unsupported: 600_000,
};
const BUSY_MS = 2_000;
const MOST_UNDER_WAY = 8;

/** The answer that ends a conversation, and when the collector may try again. */
export function cut(code: CutCode): Cut {
  return { cut: code, retryAfterMs: CUT_RETRY_MS[code] };
}

/** Opens a conversation with a collector whose token was found. `ip` is told to people when the token turns out to be copied. */
export function createConversation(deps: ConversationDeps, found: FoundCollector, ip: string | null): Conversation {
  const seating = createSeating(deps.store, found);
  let run = "";
  let underWay = 0;

  function ctx(): Ctx {
    const actor = { kind: "collector", id: found.id, name: found.name } as const;
    const request = { id: run, ip, userAgent: null };
    return { org: found.org, actor, now: deps.clock.now(), db: deps.database, locale: "en", request };
  }

  async function batch(message: unknown): Promise<BatchAnswer> {
    const seat = seating.now;
    const read = readFor(seat, message);
    if ("refusal" in read) return hold(seat, read.refusal);
    const { length } = read.samples;
    const waitMs = underWay < MOST_UNDER_WAY ? deps.room.enter("samples", length) : BUSY_MS;
    if (waitMs !== undefined) return hold(seat, { retryAfterMs: waitMs });
    underWay++;
    try {
      return await take(deps, found, seat, read);
    } catch (error) {
      if (!isRefusal(error)) deps.log.warn({ err: error, collector: found.id }, "a batch was not stored");
      return hold(seat, { retryAfterMs: waitAfter(error) });
    } finally {
      underWay--;
      deps.room.leave("samples", length);
    }
  }

  async function admit(hello: Hello): Promise<HelloAnswer> {
    run = hello.run;
    const admitted = await welcome(ctx(), found, hello, deps.secret);
    if (!admitted) return cut("fenced");
    seating.sit(admitted);
    return welcomed(deps, admitted);
  }

  return {
    get run() {
      return run;
    },
    get checksHash() {
      return seating.now.checksHash;
    },
    tellChecks(hash) {
      seating.now.checksHash = hash;
    },
    async hello(message) {
      const hello = readHello(message);
      if (hello === undefined || hello === "unsupported") return cut("unsupported");
      const waitMs = deps.room.enter("hello", 1);
      if (waitMs !== undefined) return { retryAfterMs: waitMs };
      try {
        return await admit(hello);
      } catch (error) {
        deps.log.warn({ err: error, collector: found.id }, "a collector was not greeted");
        return { retryAfterMs: BUSY_MS };
      } finally {
        deps.room.leave("hello", 1);
      }
    },
    batch,
    async resume(lineage, message) {
      const seat = await findSeat(ctx(), found.id, deps.secret);
      if (seat?.lineage !== lineage) return { need: "hello" };
      seating.sit(seat);
      return batch(message);
    },
  };
}

function welcomed(deps: ConversationDeps, { epoch, ackSeq, checks, checksHash }: Admitted): HelloAnswer {
  const { clock, bundleHash } = deps;
  const intervals = { hostIntervalMs: 1_000, processIntervalMs: 10_000 };
  return { ok: true, serverTimeMs: clock.millis(), epoch, ackSeq, ...intervals, checks, checksHash, bundleHash };
}

function readFor(seat: Seating, message: unknown): BatchMessage | { refusal: BatchAnswer } {
  if (!seat.intake || seat.holding) return { refusal: { need: "hello" } };
  const read = readBatch(message);
  if (!read) return { refusal: cut("unsupported") };
  return read.epoch === seat.epoch ? read : { refusal: { need: "hello" } };
}

// A store that is full says how long it needs.
function waitAfter(error: unknown): number {
  const seconds = isRefusal(error) ? Number(error.details["retryAfterSeconds"] ?? 0) : 0;
  return Math.max(BUSY_MS, seconds * 1000);
}

function hold(seat: Seating, answer: BatchAnswer): BatchAnswer {
  seat.holding = true;
  return answer;
}

async function take(
  deps: ConversationDeps,
  found: FoundCollector,
  seat: Seating,
  batch: BatchMessage,
): Promise<BatchAnswer> {
  const accepted = await seat.intake?.take(batch, deps.clock.now());
  if (accepted === undefined || seat.holding) return hold(seat, { need: "hello" });
  if (accepted === "definitions") return hold(seat, { need: "definitions" });
  seat.ackSeq = Math.max(seat.ackSeq, batch.seq);
  const now = deps.clock.now();
  deps.ledger.note(found.org, found.id, {
    epoch: seat.epoch,
    ackSeq: seat.ackSeq,
    lastSeenMs: now.getTime(),
    skewMs: skewOf(batch.wallMs, now),
    dropped: batch.droppedSamples,
    proposals: batch.proposals,
    verdicts: batch.verdicts && new Map(batch.verdicts.map((verdict) => [verdict.check, verdict])),
  });
  const { checksHash } = seat;
  return { ok: true, seq: batch.seq, serverTimeMs: deps.clock.millis(), checksHash, ...refusedIn(accepted) };
}

function refusedIn({ conflicts, tooOld, tooNew, refusedSeries, reasons }: Accepted) {
  const refused = conflicts + tooOld + tooNew + refusedSeries;
  return refused === 0 ? {} : { refused, reasons };
}
