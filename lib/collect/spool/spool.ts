import { fdatasync } from "node:fs";
import type { Measurements } from "@/lib/collect/measurements";
import { fitWithin, giveUpOldest } from "@/lib/collect/spool/make-room";
import { definitionsPayload, roomFor, writeSamples } from "@/lib/collect/spool/payload";
import { createSpoolReader, type ReadRecord } from "@/lib/collect/spool/reader";
import { ESTIMATED, HEAD_BYTES, RECORD_KINDS, sealRecord } from "@/lib/collect/spool/record";
import { closeSegments, recoverSegments } from "@/lib/collect/spool/recover";
import { appendTo, createSegment, removeSegment } from "@/lib/collect/spool/segment";
import { changeState, type Shelf, shelfBytes } from "@/lib/collect/spool/shelf";
import { readSpoolState, type SpoolState } from "@/lib/collect/spool/spool-state";
import { createUnwritten } from "@/lib/collect/spool/unwritten";
import type { ProbeSeries } from "@/lib/probes/probe";

export interface SpoolOptions {
  readonly directory: string;
  readonly limitBytes: number;
  /** Eight hexadecimal digits, new with each process. */
  readonly run: string;
  /** Names a spool that begins anew. */
  readonly newLineage: () => string;
  readonly describe: (id: number) => ProbeSeries;
  readonly intern: (series: ProbeSeries) => number;
}

/**
 * Records on disk between measuring and the console's acknowledgement: append, checksum, and (while the console is away) fsync for each.
 * A record is in the file before it is sent, so the end of the process loses none; the oldest metrics go when the bound is reached.
 */
export interface Spool {
  readonly recoveredSeq: number;
  readonly tornRecords: number;
  /** Stores samples as one or more records; answers the last number given. `samples` may be reused afterwards. */
  append(kind: "metrics" | "results", samples: Measurements, estimated: boolean): number;
  /** The first record after `seq`. */
  after(seq: number): ReadRecord | undefined;
  /** Everything up to `seq` is the console's now. */
  acknowledge(seq: number): void;
  /** While true each append is followed by an fsync (one at a time, never waited for). */
  setAway(away: boolean): void;
  remember(change: Partial<Pick<SpoolState, "epoch" | "skewMs">>): void;
  state(): SpoolState;
  lastSeq(): number;
  bytes(): number;
  /** True while the disk takes no records; they wait in memory, bounded. */
  isFailing(): boolean;
  close(): void;
}

const LARGEST_SEGMENT = 8 * 1024 * 1024;
const SMALLEST_SEGMENT = 64 * 1024;
// An acknowledged file is replaced, not kept: at 2 KB a second this is one new file in eight minutes.
const SPENT_BYTES = 1024 * 1024;
// With their definitions these fit in one frame of the socket.
const MOST_SAMPLES = 200;

/** Opens (or begins) the spool of a directory, recovers what a crash left, and starts a new segment for this process. */
export function openSpool(options: SpoolOptions): Spool {
  const { directory, limitBytes, run, describe } = options;
  const found = readSpoolState(directory);
  const fresh: SpoolState = {
    lineage: options.newLineage(),
    epoch: 0,
    dropped: 0,
    thinnedThrough: 0,
    droppedThrough: 0,
    skewMs: 0,
  };
  const shelf: Shelf = { directory, run, segments: [], state: found ?? fresh };
  const recovery = recoverSegments(shelf);
  const segmentBytes = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, Math.floor(limitBytes / 32)));
  const reader = createSpoolReader(shelf, options.intern);
  const unwritten = createUnwritten((samples) => changeState(shelf, { dropped: shelf.state.dropped + samples }));
  let lastSeq = recovery.lastSeq;
  let total = recovery.total;
  let acknowledged = 0;
  let defined = new Set<number>();
  let scratch = Buffer.allocUnsafe(roomFor(1024));
  let away = true;
  let syncing = false;
  let dirty = false;

  let current = createSegment(directory, lastSeq + 1, run);
  shelf.segments.push(current);
  for (const empty of recovery.empty) if (empty.path !== current.path) removeSegment(empty);
  changeState(shelf, {});
  fitWithin(shelf, limitBytes);

  function rotate(): void {
    current = createSegment(directory, lastSeq + 1, run);
    shelf.segments.push(current);
    defined = new Set();
  }

  function sync(): void {
    if (!dirty || syncing) return;
    dirty = false;
    syncing = true;
    fdatasync(current.fd, () => {
      syncing = false;
      if (away) sync();
    });
  }

  function seal(kind: "metrics" | "results", samples: Measurements, from: number, to: number, flags: number): Buffer {
    if (scratch.length < roomFor(to - from)) scratch = Buffer.allocUnsafe(roomFor((to - from) * 2));
    const length = writeSamples(scratch, samples, from, to);
    const head = {
      kind: RECORD_KINDS[kind],
      flags,
      seq: lastSeq + 1,
      total: total + to - from,
      samples: to - from,
      length,
    };
    return sealRecord(scratch, head);
  }

  function newDefinitions(samples: Measurements, from: number, to: number): Buffer | undefined {
    const ids = new Set<number>();
    for (let index = from; index < to; index++) {
      const id = samples.ids[index] ?? 0;
      if (!defined.has(id)) ids.add(id);
    }
    if (ids.size === 0) return undefined;
    const payload = definitionsPayload([...ids], describe);
    const record = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
    payload.copy(record, HEAD_BYTES);
    for (const id of ids) defined.add(id);
    return sealRecord(record, {
      kind: RECORD_KINDS.definitions,
      flags: 0,
      seq: lastSeq + 1,
      total,
      samples: 0,
      length: payload.length,
    });
  }

  function write(record: Buffer, samples: Measurements, from: number, to: number): boolean {
    for (let attempt = 0; attempt < 4; attempt++) {
      try {
        const definitions = newDefinitions(samples, from, to);
        if (definitions) appendTo(current, definitions);
        appendTo(current, record);
        current.lastSeq = lastSeq + 1;
        return true;
      } catch {
        defined = new Set();
        if (!giveUpOldest(shelf, true)) return false;
      }
    }
    return false;
  }

  function appendRecord(
    kind: "metrics" | "results",
    samples: Measurements,
    from: number,
    to: number,
    flags: number,
  ): void {
    if (current.length >= segmentBytes) {
      try {
        rotate();
      } catch {
        // A disk that takes no new file may still take the record.
      }
    }
    const record = seal(kind, samples, from, to, flags);
    if (!write(record, samples, from, to)) unwritten.add(kind, lastSeq + 1, samples, from, to, flags);
    lastSeq++;
    total += to - from;
    dirty = true;
  }

  return {
    recoveredSeq: recovery.lastSeq,
    tornRecords: recovery.tornRecords,
    append(kind, samples, estimated) {
      for (let from = 0; from < samples.length; from += MOST_SAMPLES) {
        appendRecord(kind, samples, from, Math.min(samples.length, from + MOST_SAMPLES), estimated ? ESTIMATED : 0);
      }
      fitWithin(shelf, limitBytes);
      if (away) sync();
      return lastSeq;
    },
    after(seq) {
      const stored = reader.after(seq);
      const waiting = unwritten.after(seq);
      if (!stored || !waiting) return stored ?? waiting;
      return stored.seq < waiting.seq ? stored : waiting;
    },
    acknowledge(seq) {
      acknowledged = Math.max(acknowledged, seq);
      unwritten.forget(acknowledged);
      if (current.lastSeq <= acknowledged && current.length >= SPENT_BYTES) rotate();
      const spent = shelf.segments.filter((segment) => segment !== current && segment.lastSeq <= acknowledged);
      if (spent.length === 0) return;
      shelf.segments = shelf.segments.filter((segment) => !spent.includes(segment));
      for (const segment of spent) removeSegment(segment);
    },
    setAway(now) {
      away = now;
      if (away) sync();
    },
    remember: (change) => changeState(shelf, change),
    state: () => shelf.state,
    lastSeq: () => lastSeq,
    bytes: () => shelfBytes(shelf),
    isFailing: () => unwritten.size() > 0,
    close: () => closeSegments(shelf),
  };
}
