import { crc32 } from "node:zlib";

/** What a record of the spool holds; results of checks outlive metrics when the spool is full. */
export const RECORD_KINDS = { definitions: 1, metrics: 2, results: 3 } as const;
export type RecordKind = (typeof RECORD_KINDS)[keyof typeof RECORD_KINDS];

/** Set when the stamps were taken before this process had heard the console's time. */
export const ESTIMATED = 1;

/**
 * A record's head: magic u16, kind u8, flags u8, seq u48, samples ever appended up to and with this record u48,
 * samples in it u32, length of the payload u32, CRC-32 of all that and the payload u32; big-endian.
 */
export const HEAD_BYTES = 28;
const MAGIC = 0x4e53;
const CRC_AT = 24;
/** No honest record is longer: 64 Ki samples of at most 20 bytes. */
const MOST_PAYLOAD = 2 * 1024 * 1024;

export interface RecordHead {
  readonly kind: RecordKind;
  readonly flags: number;
  readonly seq: number;
  /** Samples ever appended to this spool, this record's included. */
  readonly total: number;
  readonly samples: number;
  readonly length: number;
  readonly crc: number;
}

/** Writes head and checksum in front of a payload that already stands at `HEAD_BYTES` of `into`; answers the record's bytes. */
export function sealRecord(into: Buffer, head: Omit<RecordHead, "crc">): Buffer {
  into.writeUInt16BE(MAGIC, 0);
  into.writeUInt8(head.kind, 2);
  into.writeUInt8(head.flags, 3);
  into.writeUIntBE(head.seq, 4, 6);
  into.writeUIntBE(head.total, 10, 6);
  into.writeUInt32BE(head.samples, 16);
  into.writeUInt32BE(head.length, 20);
  const payload = into.subarray(HEAD_BYTES, HEAD_BYTES + head.length);
  into.writeUInt32BE(checksumOf(into, payload), CRC_AT);
  return into.subarray(0, HEAD_BYTES + head.length);
}

/** The CRC-32 over a head (what of it stands before the checksum) and its payload. */
export function checksumOf(head: Buffer, payload: Buffer): number {
  return crc32(payload, crc32(head.subarray(0, CRC_AT)));
}

/** Reads a head at `at`; undefined when the bytes cannot be one. The checksum is judged by `isIntact`. */
export function readHead(bytes: Buffer, at: number): RecordHead | undefined {
  if (at + HEAD_BYTES > bytes.length || bytes.readUInt16BE(at) !== MAGIC) return undefined;
  const kind = bytes.readUInt8(at + 2);
  const length = bytes.readUInt32BE(at + 20);
  if (kind < RECORD_KINDS.definitions || kind > RECORD_KINDS.results || length > MOST_PAYLOAD) return undefined;
  return {
    kind: kind as RecordKind,
    flags: bytes.readUInt8(at + 3),
    seq: bytes.readUIntBE(at + 4, 6),
    total: bytes.readUIntBE(at + 10, 6),
    samples: bytes.readUInt32BE(at + 16),
    length,
    crc: bytes.readUInt32BE(at + CRC_AT),
  };
}

/** True when the whole record stands at `at` and its checksum agrees. */
function isIntact(bytes: Buffer, at: number, head: RecordHead): boolean {
  const end = at + HEAD_BYTES + head.length;
  if (end > bytes.length) return false;
  return checksumOf(bytes.subarray(at, at + HEAD_BYTES), bytes.subarray(at + HEAD_BYTES, end)) === head.crc;
}

export interface FoundRecord {
  readonly head: RecordHead;
  readonly at: number;
  readonly end: number;
}

/** Walks the intact records of a file's bytes; damaged stretches are skipped by looking for the next record that agrees with its checksum. */
export function* intactRecords(bytes: Buffer): Generator<FoundRecord> {
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const head = readHead(bytes, at);
    if (head && isIntact(bytes, at, head)) {
      const end = at + HEAD_BYTES + head.length;
      yield { head, at, end };
      at = end;
    } else {
      const next = bytes.indexOf(MAGIC >> 8, at + 1);
      if (next < 0) return;
      at = next;
    }
  }
}
