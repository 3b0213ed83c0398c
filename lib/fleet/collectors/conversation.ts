import type { FoundCollector } from "@/lib/fleet/collectors/find-collector";
import { type CollectorStore, createIntake, type Intake } from "@/lib/fleet/collectors/intake";
import type { Ledger } from "@/lib/fleet/collectors/ledger";
import { readBatch, readHello } from "@/lib/fleet/collectors/read-message";
import { findSeat } from "@/lib/fleet/collectors/seat";
import { skewOf, welcome } from "@/lib/fleet/collectors/welcome";
import type { Clock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import type { BatchAnswer, BatchMessage, CutCode, HelloAnswer } from "@/lib/probes/collector-wire";
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

export const cut = (code: CutCode): { cut: CutCode; retryAfterMs: number } => ({
  cut: code,
  retryAfterMs: CUT_RETRY_MS[code],
});

/** Opens a conversation with a collector whose token was found. `ip` is told to people when the token turns out to be copied. */
export function createConversation(deps: ConversationDeps, found: FoundCollector, ip: string | null): Conversation {
  const { clock, ledger, room } = deps;
  let intake: Intake | undefined;
  let epoch = 0;
  let ackSeq = 0;
  let underWay = 0;
  let run = "";
  let checksHash = "";
  let greetings = 0;
  // After a refusal nothing later may be acknowledged: it would hide the hole.
  let holding = false;

  function ctx(): Ctx {
    const actor = { kind: "collector", id: found.id, name: found.name } as const;
    return {
      org: found.org,
      actor,
      now: clock.now(),
      db: deps.database,
      locale: "en",
      request: { id: run, ip, userAgent: null },
    };
  }

  function refuse<Refused extends BatchAnswer>(answer: Refused): Refused {
    holding = true;
    return answer;
  }

  async function take(batch: BatchMessage): Promise<BatchAnswer> {
    const greeting = greetings;
    const accepted = await intake?.take(batch, clock.now());
    if (accepted === undefined || greeting !== greetings || holding) return refuse({ need: "hello" });
    if (accepted === "definitions") return refuse({ need: "definitions" });
    ackSeq = Math.max(ackSeq, batch.seq);
    const now = clock.now();
    const verdicts = batch.verdicts && new Map(batch.verdicts.map((verdict) => [verdict.check, verdict]));
    ledger.note(found.org, found.id, {
      epoch,
      ackSeq,
      lastSeenMs: now.getTime(),
      skewMs: skewOf(batch.wallMs, now),
      dropped: batch.droppedSamples,
      proposals: batch.proposals,
      verdicts,
    });
    return { ok: true, seq: batch.seq, serverTimeMs: clock.millis(), checksHash, ...refusedIn(accepted) };
  }

  async function batch(message: unknown): Promise<BatchAnswer> {
    if (!intake || holding) return { need: "hello" };
    const batch = readBatch(message);
    if (!batch) return refuse(cut("unsupported"));
    if (batch.epoch !== epoch) return refuse({ need: "hello" });
    const waitMs = underWay >= MOST_UNDER_WAY ? BUSY_MS : room.enter("samples", batch.samples.length);
    if (waitMs !== undefined) return refuse({ retryAfterMs: waitMs });
    underWay++;
    try {
      return await take(batch);
    } catch (error) {
      deps.log.warn({ err: error, collector: found.id }, "a batch was not stored");
      return refuse({ retryAfterMs: BUSY_MS });
    } finally {
      underWay--;
      room.leave("samples", batch.samples.length);
    }
  }

  function sit(seat: { epoch: number; ackSeq: number; checksHash: string; host: string | null }): void {
    intake = createIntake({ store: deps.store, org: found.org, collector: found.id, host: seat.host });
    ({ epoch, ackSeq, checksHash } = seat);
    holding = false;
    greetings++;
  }

  return {
    get run() {
      return run;
    },
    get checksHash() {
      return checksHash;
    },
    tellChecks: (hash) => {
      checksHash = hash;
    },
    async hello(message) {
      const hello = readHello(message);
      if (hello === undefined || hello === "unsupported") return cut("unsupported");
      const waitMs = room.enter("hello", 1);
      if (waitMs !== undefined) return { retryAfterMs: waitMs };
      try {
        run = hello.run;
        const admitted = await welcome(ctx(), found, hello, deps.secret);
        if (!admitted) return cut("fenced");
        sit(admitted);
        const { checks } = admitted;
        const intervals = { hostIntervalMs: 1_000, processIntervalMs: 10_000 };
        return {
          ok: true,
          serverTimeMs: clock.millis(),
          epoch,
          ackSeq,
          ...intervals,
          checks,
          checksHash,
          bundleHash: deps.bundleHash,
        };
      } catch (error) {
        deps.log.warn({ err: error, collector: found.id }, "a collector was not greeted");
        return { retryAfterMs: BUSY_MS };
      } finally {
        room.leave("hello", 1);
      }
    },
    batch,
    async resume(lineage, message) {
      const seat = await findSeat(ctx(), found.id, deps.secret);
      if (seat?.lineage !== lineage) return { need: "hello" };
      sit(seat);
      return batch(message);
    },
  };
}

function refusedIn({ conflicts, tooOld, tooNew, refusedSeries, reasons }: Accepted) {
  const refused = conflicts + tooOld + tooNew + refusedSeries;
  return refused === 0 ? {} : { refused, reasons };
}
