import { closeSync, openSync, renameSync, unlinkSync } from "node:fs";
import { type Segment, segmentPath, writeBeside } from "@/lib/collect/spool/segment";
import { type SpoolState, writeSpoolState } from "@/lib/collect/spool/spool-state";

/** The segments of a spool in the order of their numbers, and what is remembered beside them. */
export interface Shelf {
  readonly directory: string;
  /** This process's life: segments of another one carry another process's numbers for series. */
  readonly run: string;
  segments: Segment[];
  state: SpoolState;
}

/** Bytes of all segments. */
export function shelfBytes(shelf: Shelf): number {
  let bytes = 0;
  for (const segment of shelf.segments) bytes += segment.length;
  return bytes;
}

/** Remembers a change of the state; on a disk that takes nothing it is kept in memory and written with the next change. */
export function changeState(shelf: Shelf, change: Partial<SpoolState>): void {
  shelf.state = { ...shelf.state, ...change };
  try {
    writeSpoolState(shelf.directory, shelf.state);
  } catch {
    // The counters stay right in this process; the disk is told with the next change.
  }
}

/** Puts a rewritten file in a segment's place; the old file goes last, so that a crash leaves one of the two whole. */
export function replaceSegment(shelf: Shelf, segment: Segment, parts: readonly Buffer[]): Segment {
  const path = segmentPath(shelf.directory, segment.firstSeq, segment.run, true);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  renameSync(writeBeside(path, parts), path);
  closeSync(segment.fd);
  if (segment.path !== path) unlinkSync(segment.path);
  const kept: Segment = { ...segment, path, kept: true, fd: openSync(path, "r+"), length };
  shelf.segments = shelf.segments.map((other) => (other === segment ? kept : other));
  return kept;
}
