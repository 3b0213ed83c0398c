import type { Columns } from "@/lib/telemetry/store/journal/payload";

/** The memory of one batch: what was sent, by slot, and beside it what was taken of it. */
export type BatchColumns = {
  slots: Int32Array;
  ms: Float64Array;
  values: Float64Array;
  takenSlots: Int32Array;
  taken: Columns;
};

const FIRST_CAPACITY = 2048;
const KEPT_CAPACITY = 65_536;
const KEPT = 32;

const kept: BatchColumns[] = [];

/** Memory for a batch, used before if possible: making it anew for each request costs more than filling it. */
export function borrowColumns(): BatchColumns {
  return kept.pop() ?? makeColumns(FIRST_CAPACITY);
}

/** Gives memory back; the batch must not touch it any more. */
export function returnColumns(columns: BatchColumns): void {
  if (kept.length < KEPT && columns.slots.length > 0 && columns.slots.length <= KEPT_CAPACITY) kept.push(columns);
}

/** Columns four times as long with the same samples in them. */
export function widenColumns(columns: BatchColumns): BatchColumns {
  const wider = makeColumns(Math.max(FIRST_CAPACITY, columns.slots.length * 4));
  wider.slots.set(columns.slots);
  wider.ms.set(columns.ms);
  wider.values.set(columns.values);
  return wider;
}

export function makeColumns(capacity: number): BatchColumns {
  return {
    slots: new Int32Array(capacity),
    ms: new Float64Array(capacity),
    values: new Float64Array(capacity),
    takenSlots: new Int32Array(capacity),
    taken: {
      count: 0,
      ids: new Float64Array(capacity),
      ms: new Float64Array(capacity),
      values: new Float64Array(capacity),
    },
  };
}
