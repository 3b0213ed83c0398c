import { ftruncateSync } from "node:fs";
import { intactRecords, RECORD_KINDS } from "@/lib/collect/spool/record";
import { readWhole, removeSegment, type Segment } from "@/lib/collect/spool/segment";
import { changeState, replaceSegment, type Shelf, shelfBytes } from "@/lib/collect/spool/shelf";

/**
 * Gives up the oldest until the spool fits: first the metrics of the oldest segments (their check results stay),
 * then, when only results are left, the oldest results. What is given up is counted exactly. The newest segment is never touched.
 */
export function fitWithin(shelf: Shelf, limitBytes: number): void {
  while (shelfBytes(shelf) > limitBytes) {
    if (!giveUpOldest(shelf, false)) return;
  }
}

/** Gives up one segment's metrics (or, with none left, its results); false when nothing older than the newest is left. */
export function giveUpOldest(shelf: Shelf, diskIsFull: boolean): boolean {
  const old = shelf.segments.slice(0, -1);
  const metrics = old.find((segment) => segment.firstSeq > shelf.state.thinnedThrough);
  if (metrics) {
    thin(shelf, metrics, diskIsFull);
    return true;
  }
  const results = old[0];
  if (!results) return false;
  const { samples } = countOf(readWhole(results), RECORD_KINDS.results);
  shelf.segments = shelf.segments.filter((segment) => segment !== results);
  changeState(shelf, { dropped: shelf.state.dropped + samples, droppedThrough: results.firstSeq });
  removeSegment(results);
  return true;
}

// Counted first: a segment found at or below `thinnedThrough` after a crash is thinned again and not counted again.
function thin(shelf: Shelf, segment: Segment, diskIsFull: boolean): void {
  const bytes = readWhole(segment);
  const { samples } = countOf(bytes, RECORD_KINDS.metrics);
  changeState(shelf, { dropped: shelf.state.dropped + samples, thinnedThrough: segment.firstSeq });
  const parts = countOf(bytes, RECORD_KINDS.results).records === 0 ? [] : withoutMetrics(bytes);
  if (parts.length === 0) {
    shelf.segments = shelf.segments.filter((other) => other !== segment);
    removeSegment(segment);
    return;
  }
  // On a full disk there is no room for old and new side by side: the old bytes go first.
  if (diskIsFull) ftruncateSync(segment.fd, 0);
  replaceSegment(shelf, segment, parts);
}

function countOf(bytes: Buffer, kind: number): { records: number; samples: number } {
  let records = 0;
  let samples = 0;
  for (const { head } of intactRecords(bytes)) {
    if (head.kind !== kind) continue;
    records++;
    samples += head.samples;
  }
  return { records, samples };
}

/** The records of a segment's bytes that outlive its metrics. */
export function withoutMetrics(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (const { head, at, end } of intactRecords(bytes)) {
    if (head.kind !== RECORD_KINDS.metrics) parts.push(bytes.subarray(at, end));
  }
  return parts;
}
