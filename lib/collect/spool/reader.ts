import { readDefinitions, readSamples } from "@/lib/collect/spool/payload";
import { RECORD_KINDS } from "@/lib/collect/spool/record";
import { readRecordAt, type Segment, type StoredRecord } from "@/lib/collect/spool/segment";
import type { Shelf } from "@/lib/collect/spool/shelf";
import type { ProbeSeries } from "@/lib/probes/probe";

/** A record's samples with the numbers of this process's catalogue. */
export interface ReadRecord {
  readonly seq: number;
  readonly samples: number;
  readonly ownRun: boolean;
  readonly flags: number;
  each(take: (id: number, ms: number, value: number) => void): void;
}

export interface SpoolReader {
  /** The first record of samples after `seq`; undefined when there is none on disk. Asking on from the last answer costs one read. */
  after(seq: number): ReadRecord | undefined;
}

interface Place {
  readonly segment: Segment;
  readonly numbers: Map<number, number>;
  at: number;
  after: number;
  /** What was answered last and may be asked on from. */
  given?: { seq: number; end: number } | undefined;
}

/** Reads the records of a shelf forward; damaged records met on the way are passed over. */
export function createSpoolReader(shelf: Shelf, intern: (series: ProbeSeries) => number): SpoolReader {
  let place: Place | undefined;

  function startOf(segment: Segment | undefined, seq: number): Place | undefined {
    return segment && { segment, at: 0, after: seq, numbers: new Map() };
  }

  function placeAfter(seq: number): Place | undefined {
    if (place && shelf.segments.includes(place.segment)) {
      if (place.given?.seq === seq) return { ...place, at: place.given.end, after: seq, given: undefined };
      if (place.after === seq) return place;
    }
    const holder = shelf.segments.findLast((segment) => segment.firstSeq <= seq + 1);
    return startOf(holder ?? shelf.segments[0], seq);
  }

  function nextPlace({ segment, after }: Place): Place | undefined {
    return startOf(
      shelf.segments.find((other) => other.firstSeq > segment.firstSeq),
      after,
    );
  }

  function define(payload: Buffer, numbers: Map<number, number>): void {
    for (const [id, series] of readDefinitions(payload)) numbers.set(id, intern(series));
  }

  function give(from: Place, record: StoredRecord): ReadRecord {
    const { head, payload, end } = record;
    const ownRun = from.segment.run === shelf.run;
    place = { ...from, given: { seq: head.seq, end } };
    return {
      seq: head.seq,
      samples: head.samples,
      ownRun,
      flags: head.flags,
      each(take) {
        const number = (id: number) => (ownRun ? id : (from.numbers.get(id) ?? -1));
        readSamples(payload, head.samples, (id, ms, value) => take(number(id), ms, value));
      },
    };
  }

  function step(here: Place, record: StoredRecord): void {
    const defines = record.head.kind === RECORD_KINDS.definitions;
    if (defines && here.segment.run !== shelf.run) define(record.payload, here.numbers);
    here.at = record.end;
  }

  return {
    after(seq) {
      for (let here = placeAfter(seq); here; ) {
        const record = readRecordAt(here.segment, here.at);
        if (record && record.head.kind !== RECORD_KINDS.definitions && record.head.seq > seq) return give(here, record);
        if (record) step(here, record);
        else {
          // The newest segment grows: the place is kept for the next time.
          place = here;
          here = nextPlace(here);
        }
      }
      return undefined;
    },
  };
}
