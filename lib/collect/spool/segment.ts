import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { checksumOf, HEAD_BYTES, intactRecords, type RecordHead, readHead } from "@/lib/collect/spool/record";

/** One file of the spool. `kept`: what is missing from it was counted when it was rewritten. */
export interface Segment {
  readonly path: string;
  readonly firstSeq: number;
  readonly run: string;
  readonly kept: boolean;
  readonly fd: number;
  length: number;
  lastSeq: number;
}

const NAME = /^(\d{15})-([0-9a-f]{8})\.(seg|kept)$/;

/** What a segment's file name says; undefined for other files. */
export function parseSegmentName(name: string): { firstSeq: number; run: string; kept: boolean } | undefined {
  const found = NAME.exec(name);
  if (!found?.[1] || !found[2]) return undefined;
  return { firstSeq: Number(found[1]), run: found[2], kept: found[3] === "kept" };
}

/** The path of the segment that starts at that number. */
export function segmentPath(directory: string, firstSeq: number, run: string, kept = false): string {
  return join(directory, `${String(firstSeq).padStart(15, "0")}-${run}.${kept ? "kept" : "seg"}`);
}

/** Starts an empty segment file. */
export function createSegment(directory: string, firstSeq: number, run: string): Segment {
  const path = segmentPath(directory, firstSeq, run);
  const fd = openSync(path, "w+", 0o600);
  return { path, firstSeq, run, kept: false, fd, length: 0, lastSeq: firstSeq - 1 };
}

/** Appends whole records; when the disk takes only a part, the part is cut off again and the error is thrown. */
export function appendTo(segment: Segment, bytes: Buffer): void {
  try {
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(segment.fd, bytes, written, bytes.length - written, segment.length + written);
    }
  } catch (error) {
    ftruncateSync(segment.fd, segment.length);
    throw error;
  }
  segment.length += bytes.length;
}

const headBytes = Buffer.alloc(HEAD_BYTES);

export interface StoredRecord {
  readonly head: RecordHead;
  readonly payload: Buffer;
  readonly end: number;
}

/** Reads the record at an offset, or the next intact one behind damage; undefined at the segment's end. */
export function readRecordAt(segment: Segment, at: number): StoredRecord | undefined {
  if (at + HEAD_BYTES > segment.length) return undefined;
  readSync(segment.fd, headBytes, 0, HEAD_BYTES, at);
  const head = readHead(headBytes, 0);
  const end = at + HEAD_BYTES + (head?.length ?? 0);
  if (head && end <= segment.length) {
    const payload = Buffer.allocUnsafe(head.length);
    readSync(segment.fd, payload, 0, head.length, at + HEAD_BYTES);
    if (checksumOf(headBytes, payload) === head.crc) return { head, payload, end };
  }
  return behindDamage(segment, at);
}

function behindDamage(segment: Segment, at: number): StoredRecord | undefined {
  const bytes = readWhole(segment);
  for (const record of intactRecords(bytes.subarray(at + 1))) {
    const payload = bytes.subarray(at + 1 + record.at + HEAD_BYTES, at + 1 + record.end);
    return { head: record.head, payload, end: at + 1 + record.end };
  }
  return undefined;
}

/** All bytes of a segment, for a rewrite. */
export function readWhole(segment: Segment): Buffer {
  return readFileSync(segment.path).subarray(0, segment.length);
}

/** Writes a new file beside `path`, makes it durable and answers its temporary path. */
export function writeBeside(path: string, parts: readonly Buffer[]): string {
  const temporary = `${path}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    for (const part of parts) writeSync(fd, part);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return temporary;
}

/** Closes and deletes a segment. */
export function removeSegment(segment: Segment): void {
  closeSync(segment.fd);
  unlinkSync(segment.path);
}
