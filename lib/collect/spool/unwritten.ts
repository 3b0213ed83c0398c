import type { ReadRecord } from "@/lib/collect/spool/reader";
import type { Lane, Slice } from "@/lib/collect/spool/writer";

/** Records that the disk would not take, kept in memory. */
export interface Unwritten {
  add(slice: Slice, seq: number): void;
  after(seq: number): ReadRecord | undefined;
  forget(throughSeq: number): void;
  size(): number;
}

const MOST_SAMPLES = 100_000;

interface Held extends ReadRecord {
  readonly lane: Lane;
}

/** Holds at most 100,000 samples; beyond that the oldest metrics go first and are counted through `dropped`. */
export function createUnwritten(dropped: (samples: number) => void): Unwritten {
  let held: Held[] = [];
  let count = 0;

  function makeRoom(): void {
    while (count > MOST_SAMPLES) {
      const oldest = held.find((record) => record.lane === "metrics") ?? held[0];
      if (!oldest) return;
      held = held.filter((record) => record !== oldest);
      count -= oldest.samples;
      dropped(oldest.samples);
    }
  }

  return {
    add({ lane, samples, from, to, flags }, seq) {
      const ids = samples.ids.slice(from, to);
      const ms = samples.ms.slice(from, to);
      const values = samples.values.slice(from, to);
      held.push({
        lane,
        seq,
        flags,
        samples: to - from,
        ownRun: true,
        each(take) {
          for (let index = 0; index < ids.length; index++) take(ids[index] ?? -1, ms[index] ?? 0, values[index] ?? 0);
        },
      });
      count += to - from;
      makeRoom();
    },
    after: (seq) => held.find((record) => record.seq > seq),
    forget(throughSeq) {
      held = held.filter((record) => record.seq > throughSeq);
      count = held.reduce((sum, record) => sum + record.samples, 0);
    },
    size: () => held.length,
  };
}
