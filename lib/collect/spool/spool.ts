import type { Measurements } from "@/lib/collect/measurements";
import { fitWithin } from "@/lib/collect/spool/make-room";
import { createSpoolReader, type ReadRecord } from "@/lib/collect/spool/reader";
import { ESTIMATED } from "@/lib/collect/spool/record";
import { closeSegments, recoverSegments } from "@/lib/collect/spool/recover";
import { removeSegment } from "@/lib/collect/spool/segment";
import { changeState, type Shelf, shelfBytes } from "@/lib/collect/spool/shelf";
import { readSpoolState, type SpoolState } from "@/lib/collect/spool/spool-state";
import { createUnwritten } from "@/lib/collect/spool/unwritten";
import { createSpoolWriter, type Lane, type Slice } from "@/lib/collect/spool/writer";
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
  append(lane: Lane, samples: Measurements, estimated: boolean): number;
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
  const state = readSpoolState(directory) ?? { ...BLANK, lineage: options.newLineage() };
  const shelf: Shelf = { directory, run, segments: [], state };
  const recovery = recoverSegments(shelf);
  const segmentBytes = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, Math.floor(limitBytes / 32)));
  const writer = createSpoolWriter(shelf, recovery, { segmentBytes, describe });
  // Only now that the next segment stands may empty ones go: their names carry the numbers on.
  for (const empty of recovery.empty) if (empty.path !== writer.current().path) removeSegment(empty);
  changeState(shelf, {});
  fitWithin(shelf, limitBytes);
  const reader = createSpoolReader(shelf, options.intern);
  const unwritten = createUnwritten((samples) => changeState(shelf, { dropped: shelf.state.dropped + samples }));
  let away = true;
  let acknowledged = 0;

  return {
    recoveredSeq: recovery.lastSeq,
    tornRecords: recovery.tornRecords,
    append(lane, samples, estimated) {
      for (let from = 0; from < samples.length; from += MOST_SAMPLES) {
        const to = Math.min(samples.length, from + MOST_SAMPLES);
        const slice: Slice = { lane, samples, from, to, flags: estimated ? ESTIMATED : 0 };
        if (!writer.write(slice)) unwritten.add(slice, writer.lastSeq());
      }
      fitWithin(shelf, limitBytes);
      if (away) writer.sync();
      return writer.lastSeq();
    },
    after: (seq) => earlier(reader.after(seq), unwritten.after(seq)),
    acknowledge(seq) {
      acknowledged = Math.max(acknowledged, seq);
      unwritten.forget(acknowledged);
      const current = writer.current();
      if (current.lastSeq <= acknowledged && current.length >= SPENT_BYTES) writer.rotate();
      dropSpent(shelf, acknowledged);
    },
    setAway(now) {
      away = now;
      if (away) writer.sync();
    },
    remember: (change) => changeState(shelf, change),
    state: () => shelf.state,
    lastSeq: writer.lastSeq,
    bytes: () => shelfBytes(shelf),
    isFailing: () => unwritten.size() > 0,
    close: () => closeSegments(shelf),
  };
}

const BLANK = { epoch: 0, dropped: 0, thinnedThrough: 0, droppedThrough: 0, skewMs: 0 };

function earlier(stored: ReadRecord | undefined, waiting: ReadRecord | undefined): ReadRecord | undefined {
  if (!stored || !waiting) return stored ?? waiting;
  return stored.seq < waiting.seq ? stored : waiting;
}

function dropSpent(shelf: Shelf, acknowledged: number): void {
  const spent = shelf.segments.slice(0, -1).filter((segment) => segment.lastSeq <= acknowledged);
  if (spent.length === 0) return;
  shelf.segments = shelf.segments.filter((segment) => !spent.includes(segment));
  for (const segment of spent) removeSegment(segment);
}
