import type { ReadRecord } from "@/lib/collect/spool/reader";
import { ESTIMATED } from "@/lib/collect/spool/record";
import type { SeriesDefinition, WireSample } from "@/lib/probes/collector-wire";
import type { ProbeSeries } from "@/lib/probes/probe";

/** The console takes frames of 64 KiB; these budgets, counted in characters, leave room for names that JSON escapes. */
const MOST_BYTES = 40_000;

// A number, a stamp and a value in JSON.
const SAMPLE_BYTES = 34;

/** What of the spool goes into one message. */
export interface Parcel {
  readonly from: number;
  readonly seq: number;
  readonly defs: SeriesDefinition[];
  readonly samples: WireSample[];
}

export interface OutboxSources {
  after(seq: number): ReadRecord | undefined;
  describe(id: number): ProbeSeries;
  /** Milliseconds that stamps of this process taken before it was aligned are off. */
  correctionMs(): number;
}

/** Packs records into messages for one connection, telling each series' definition once (or every time, when the link is forgetful). */
export function createOutbox(sources: OutboxSources, forgetful: boolean) {
  const told = new Set<number>();

  function define(id: number, defs: SeriesDefinition[]): number {
    if (told.has(id)) return 0;
    told.add(id);
    const { name, labels, unit, kind } = sources.describe(id);
    defs.push([id, name, labels, unit ?? null, kind ?? null]);
    return JSON.stringify(labels).length + name.length + 40;
  }

  function pack(record: ReadRecord, parcel: { defs: SeriesDefinition[]; samples: WireSample[] }): number {
    const shift = record.ownRun && (record.flags & ESTIMATED) !== 0 ? sources.correctionMs() : 0;
    let bytes = 0;
    record.each((id, ms, value) => {
      if (id < 0) return;
      bytes += define(id, parcel.defs) + SAMPLE_BYTES;
      parcel.samples.push([id, ms + shift, value]);
    });
    return bytes;
  }

  // Records until the frame is full; one alone may be larger, because its definitions can go ahead.
  function fill(seq: number, parcel: { defs: SeriesDefinition[]; samples: WireSample[] }): number {
    let last = seq;
    for (let bytes = 0; bytes < MOST_BYTES / 2; ) {
      const record = sources.after(last);
      if (!record) break;
      const isFull = parcel.samples.length > 0 && bytes + record.samples * SAMPLE_BYTES > MOST_BYTES / 2;
      if (isFull) break;
      bytes += pack(record, parcel);
      last = record.seq;
    }
    return last;
  }

  return {
    /**
     * The next messages after `seq`, or none. Only the last of them carries samples and moves the number on:
     * definitions too many for one frame go ahead in messages of their own.
     */
    next(seq: number): Parcel[] {
      if (forgetful) told.clear();
      const parcel = { defs: [] as SeriesDefinition[], samples: [] as WireSample[] };
      const last = fill(seq, parcel);
      if (last === seq) return [];
      const ahead = splitDefinitions(parcel.defs, forgetful ? Number.POSITIVE_INFINITY : MOST_BYTES / 2);
      const own = ahead.pop() ?? [];
      const parcels = ahead.map((defs) => ({ from: seq + 1, seq, defs, samples: [] }));
      return [...parcels, { from: seq + 1, seq: last, defs: own, samples: parcel.samples }];
    },
  };
}

function splitDefinitions(defs: readonly SeriesDefinition[], mostBytes: number): SeriesDefinition[][] {
  const parts: SeriesDefinition[][] = [];
  let part: SeriesDefinition[] = [];
  let bytes = 0;
  for (const definition of defs) {
    const size = JSON.stringify(definition).length;
    if (bytes + size > mostBytes && part.length > 0) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(definition);
    bytes += size;
  }
  parts.push(part);
  return parts;
}
