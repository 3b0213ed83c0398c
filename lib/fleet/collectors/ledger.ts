import type { Clock } from "@/lib/platform/clock";
import type { Ctx } from "@/lib/platform/ctx";
import type { Database } from "@/lib/platform/db/pools";
import type { Log } from "@/lib/platform/log";
import { inTransaction } from "@/lib/platform/transaction";
import type { CheckVerdict, Proposal } from "@/lib/probes/collector-wire";

/** What became known of a collector since it was last written down. */
export interface Note {
  readonly epoch: number;
  ackSeq: number;
  lastSeenMs: number;
  skewMs: number;
  dropped: number;
  proposals?: readonly Proposal[] | undefined;
  verdicts?: Map<string, CheckVerdict> | undefined;
}

const WRITE_EVERY_MS = 5_000;

/**
 * Writes watermarks, last-seen times, skews, drops and verdicts down every five seconds, one statement for all collectors of an
 * organization. A note of an older epoch changes nothing.
 */
export function createLedger({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
  let notes = new Map<string, Map<string, Note>>();
  let writing = Promise.resolve();

  function note(org: string, collector: string, change: Note): void {
    const ofOrg = notes.get(org) ?? new Map<string, Note>();
    notes.set(org, ofOrg);
    const before = ofOrg.get(collector);
    if (before && before.epoch > change.epoch) return;
    const verdicts = new Map([...(before?.verdicts ?? []), ...(change.verdicts ?? [])]);
    ofOrg.set(collector, { ...change, proposals: change.proposals ?? before?.proposals, verdicts });
  }

  // One write after the other: who waits for a flush waits for the one under way too.
  function flush(): Promise<void> {
    writing = writing.then(writeAll);
    return writing;
  }

  async function writeAll(): Promise<void> {
    const taken = notes;
    notes = new Map();
    for (const [org, ofOrg] of taken) {
      await write(org, ofOrg).catch((error: unknown) => {
        log.warn({ err: error, org }, "collectors' notes were not written");
        keep(org, ofOrg);
      });
    }
  }

  // What could not be written waits for the next time, unless something newer is there by then.
  function keep(org: string, ofOrg: Map<string, Note>): void {
    for (const [collector, kept] of ofOrg) if (!notes.get(org)?.has(collector)) note(org, collector, kept);
  }

  function write(org: string, ofOrg: Map<string, Note>): Promise<void> {
    const ctx: Ctx = {
      org,
      actor: { kind: "system", name: "collectors" },
      now: clock.now(),
      db: database,
      locale: "en",
    };
    const rows = [...ofOrg].map(([id, { verdicts: _, lastSeenMs, ...row }]) => ({
      id,
      ...row,
      lastSeenAt: new Date(lastSeenMs),
    }));
    const verdicts = [...ofOrg].flatMap(([collector, row]) =>
      [...(row.verdicts?.values() ?? [])].map((verdict) => asResult(collector, verdict)),
    );
    return inTransaction(ctx, async (tx) => {
      await tx.$executeRaw`
        UPDATE collector SET
          ack_seq = greatest(collector.ack_seq, note."ackSeq"), last_seen_at = greatest(collector.last_seen_at, note."lastSeenAt"),
          skew_ms = note."skewMs", dropped = note.dropped, proposals = coalesce(note.proposals, collector.proposals)
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS note
          (id uuid, epoch bigint, "ackSeq" bigint, "lastSeenAt" timestamptz, "skewMs" int, dropped bigint, proposals jsonb)
        WHERE organization_id = ${org}::uuid AND collector.id = note.id AND collector.epoch = note.epoch`;
      if (verdicts.length === 0) return;
      await tx.$executeRaw`
        UPDATE check_definition SET last_result = said.result
        FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) AS said (id uuid, collector uuid, result jsonb)
        WHERE organization_id = ${org}::uuid AND check_definition.id = said.id AND check_definition.collector_id = said.collector`;
    });
  }

  const timer = setInterval(() => void flush(), WRITE_EVERY_MS);
  timer.unref();
  return {
    note,
    flush,
    async stop(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;

function asResult(collector: string, { check, ok, reason, detail, atMs }: CheckVerdict) {
  return { id: check, collector, result: { at: isoOf(atMs), up: ok, reason, detail } };
}

// A collector's clock may say anything; what a date cannot hold is not shown.
function isoOf(ms: number): string | null {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null;
}
