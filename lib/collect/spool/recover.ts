import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { withoutMetrics } from "@/lib/collect/spool/make-room";
import { type FoundRecord, HEAD_BYTES, intactRecords, RECORD_KINDS, readHead } from "@/lib/collect/spool/record";
import { parseSegmentName, type Segment } from "@/lib/collect/spool/segment";
import { changeState, replaceSegment, type Shelf } from "@/lib/collect/spool/shelf";

/** What was found on disk at start. `tornRecords` were being written when the last process ended. */
export interface Recovery {
  readonly lastSeq: number;
  readonly total: number;
  readonly lostSamples: number;
  readonly tornRecords: number;
  /** Segments without a record, to be removed once the next segment exists. */
  readonly empty: readonly Segment[];
}

interface Tally {
  lastSeq: number;
  total: number;
  /** Samples ever appended before the next record, when that is known. */
  expected: number | undefined;
  lost: number;
  torn: number;
}

/** Opens the segments of a directory into the shelf: torn tails are cut off, damaged stretches are cut out and their samples counted. */
export function recoverSegments(shelf: Shelf): Recovery {
  mkdirSync(shelf.directory, { recursive: true, mode: 0o700 });
  shelf.segments = openSegments(shelf);
  const tally: Tally = { lastSeq: 0, total: 0, expected: undefined, lost: 0, torn: 0 };
  const last = shelf.segments.at(-1);
  for (const segment of [...shelf.segments]) recoverSegment(shelf, segment, segment === last, tally);
  const empty = shelf.segments.filter((segment) => segment.length === 0);
  shelf.segments = shelf.segments.filter((segment) => segment.length > 0);
  if (tally.lost > 0) changeState(shelf, { dropped: shelf.state.dropped + tally.lost });
  const { lastSeq, total, lost, torn } = tally;
  return { lastSeq, total, lostSamples: lost, tornRecords: torn, empty };
}

function recoverSegment(shelf: Shelf, segment: Segment, isLast: boolean, tally: Tally): void {
  const bytes = readFileSync(segment.path);
  const records = [...intactRecords(bytes)];
  const end = records.at(-1)?.end ?? 0;
  segment.lastSeq = lastSeqOf(records, segment.firstSeq - 1);
  segment.length = end;
  tally.lastSeq = Math.max(tally.lastSeq, segment.lastSeq);
  tally.total = Math.max(tally.total, records.at(-1)?.head.total ?? 0);
  const counted = segment.kept || segment.firstSeq <= shelf.state.thinnedThrough;
  const lost = counted ? 0 : lostBetween(records, tally.expected);
  tally.lost += lost;
  tally.expected = counted ? undefined : (records.at(-1)?.head.total ?? tally.expected);
  if (counted && !segment.kept) {
    // A crash came between counting these metrics and giving them up.
    replaceSegment(shelf, segment, withoutMetrics(bytes));
  } else if (isLast && lost === 0 && isWhole(records, end)) {
    cutTornTail(segment, bytes, end, tally);
  } else if (end < bytes.length || !isWhole(records, end) || lost > 0) {
    const parts = records.map((record) => bytes.subarray(record.at, record.end));
    replaceSegment(shelf, segment, parts);
  }
}

function cutTornTail(segment: Segment, bytes: Buffer, end: number, tally: Tally): void {
  if (end >= bytes.length) return;
  tally.torn++;
  tally.lost += tornSamples(bytes, end);
  ftruncateSync(segment.fd, end);
}

function openSegments(shelf: Shelf): Segment[] {
  const byStart = new Map<number, Segment>();
  for (const name of readdirSync(shelf.directory).sort()) {
    const path = join(shelf.directory, name);
    const parsed = parseSegmentName(name);
    if (!parsed) {
      if (name.endsWith(".tmp")) unlinkSync(path);
      continue;
    }
    const { firstSeq, kept } = parsed;
    // A crash between the two steps of a rewrite or of a drop leaves the old file: what it held is counted already.
    if (firstSeq <= shelf.state.droppedThrough || (!kept && byStart.get(firstSeq)?.kept)) {
      unlinkSync(path);
      continue;
    }
    byStart.set(firstSeq, { path, ...parsed, fd: openSync(path, "r+"), length: 0, lastSeq: firstSeq - 1 });
  }
  return [...byStart.values()].sort((left, right) => left.firstSeq - right.firstSeq);
}

// Each record says how many samples were ever appended: a jump between two neighbours is what was lost between them.
function lostBetween(records: readonly FoundRecord[], before: number | undefined): number {
  let expected = before;
  let lost = 0;
  for (const { head } of records) {
    const start = head.total - head.samples;
    if (expected !== undefined && start > expected) lost += start - expected;
    expected = head.total;
  }
  return lost;
}

function isWhole(records: readonly FoundRecord[], end: number): boolean {
  return records.reduce((sum, record) => sum + record.end - record.at, 0) === end;
}

function lastSeqOf(records: readonly FoundRecord[], fallback: number): number {
  return records.reduce(
    (last, { head }) => (head.kind === RECORD_KINDS.definitions ? last : Math.max(last, head.seq)),
    fallback,
  );
}

function tornSamples(bytes: Buffer, at: number): number {
  const head = readHead(bytes, at);
  return head && at + HEAD_BYTES <= bytes.length ? head.samples : 0;
}

/** Closes every segment of the shelf. */
export function closeSegments(shelf: Shelf): void {
  for (const segment of shelf.segments) closeSync(segment.fd);
  shelf.segments = [];
}
