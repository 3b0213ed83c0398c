import { fdatasync } from "node:fs";
import type { Measurements } from "@/lib/collect/measurements";
import { giveUpOldest } from "@/lib/collect/spool/make-room";
import { definitionsPayload, roomFor, writeSamples } from "@/lib/collect/spool/payload";
import { HEAD_BYTES, RECORD_KINDS, sealRecord } from "@/lib/collect/spool/record";
import { appendTo, createSegment, type Segment } from "@/lib/collect/spool/segment";
import type { Shelf } from "@/lib/collect/spool/shelf";
import type { ProbeSeries } from "@/lib/probes/probe";

export type Lane = "metrics" | "results";

/** Some samples of a buffer that become one record. */
export interface Slice {
  readonly lane: Lane;
  readonly samples: Measurements;
  readonly from: number;
  readonly to: number;
  readonly flags: number;
}

export interface SpoolWriter {
  /** Appends one record under the next number; false when the disk did not take it (the number is used all the same). */
  write(slice: Slice): boolean;
  /** Begins a new file; the old ones are only read from now on. */
  rotate(): void;
  /** Asks the disk to keep what was written; one request at a time, never waited for. */
  sync(): void;
  current(): Segment;
  lastSeq(): number;
}

/** Writes records at the end of a shelf, each series' definition once per file, so that every file can be read alone. */
export function createSpoolWriter(
  shelf: Shelf,
  start: { lastSeq: number; total: number },
  options: { segmentBytes: number; describe: (id: number) => ProbeSeries },
): SpoolWriter {
  let { lastSeq, total } = start;
  let defined = new Set<number>();
  let scratch = Buffer.allocUnsafe(roomFor(1024));
  let dirty = false;
  let syncing = false;
  let current = begin();

  function begin(): Segment {
    const segment = createSegment(shelf.directory, lastSeq + 1, shelf.run);
    shelf.segments.push(segment);
    defined = new Set();
    return segment;
  }

  function rotate(): void {
    current = begin();
  }

  function seal({ lane, samples, from, to, flags }: Slice): Buffer {
    const count = to - from;
    if (scratch.length < roomFor(count)) scratch = Buffer.allocUnsafe(roomFor(count * 2));
    const length = writeSamples(scratch, samples, from, to);
    const head = { kind: RECORD_KINDS[lane], flags, seq: lastSeq + 1, total: total + count, samples: count, length };
    return sealRecord(scratch, head);
  }

  function append(slice: Slice): void {
    if (current.length >= options.segmentBytes) rotate();
    const ids = idsOf(slice).filter((id) => !defined.has(id));
    if (ids.length > 0) appendTo(current, definitionsRecord(ids, lastSeq + 1, total, options.describe));
    for (const id of ids) defined.add(id);
    appendTo(current, seal(slice));
    current.lastSeq = lastSeq + 1;
  }

  function tryAppend(slice: Slice): boolean {
    // A full disk is given back the oldest segments, a few at most: what filled it may be somebody else's.
    for (let attempt = 0; attempt < 4; attempt++) {
      try {
        append(slice);
        return true;
      } catch {
        defined = new Set();
        if (!giveUpOldest(shelf, true)) return false;
      }
    }
    return false;
  }

  function sync(): void {
    if (!dirty || syncing) return;
    dirty = false;
    syncing = true;
    fdatasync(current.fd, () => {
      syncing = false;
      sync();
    });
  }

  return {
    write(slice) {
      const written = tryAppend(slice);
      lastSeq++;
      total += slice.to - slice.from;
      dirty = true;
      return written;
    },
    rotate,
    sync,
    current: () => current,
    lastSeq: () => lastSeq,
  };
}

function idsOf({ samples, from, to }: Slice): number[] {
  return [...new Set(samples.ids.subarray(from, to))];
}

function definitionsRecord(
  ids: readonly number[],
  seq: number,
  total: number,
  seriesOf: (id: number) => ProbeSeries,
): Buffer {
  const payload = definitionsPayload(ids, seriesOf);
  const record = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  payload.copy(record, HEAD_BYTES);
  const head = { kind: RECORD_KINDS.definitions, flags: 0, seq, total, samples: 0, length: payload.length };
  return sealRecord(record, head);
}
