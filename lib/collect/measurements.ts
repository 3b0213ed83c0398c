/** Samples on their way into the spool, in flat arrays that are reused from batch to batch. */
export interface Measurements {
  readonly length: number;
  readonly ids: Int32Array;
  readonly ms: Float64Array;
  readonly values: Float64Array;
  add(id: number, ms: number, value: number): void;
  clear(): void;
}

/** An empty buffer that grows as needed and never shrinks. */
export function createMeasurements(capacity = 256): Measurements {
  let ids = new Int32Array(capacity);
  let ms = new Float64Array(capacity);
  let values = new Float64Array(capacity);
  let length = 0;

  function grow(): void {
    const size = ids.length * 2;
    const [oldIds, oldMs, oldValues] = [ids, ms, values];
    ids = new Int32Array(size);
    ms = new Float64Array(size);
    values = new Float64Array(size);
    ids.set(oldIds);
    ms.set(oldMs);
    values.set(oldValues);
  }

  return {
    get length() {
      return length;
    },
    get ids() {
      return ids;
    },
    get ms() {
      return ms;
    },
    get values() {
      return values;
    },
    add(id, at, value) {
      if (id < 0 || !Number.isFinite(value)) return;
      if (length === ids.length) grow();
      ids[length] = id;
      ms[length] = at;
      values[length] = value;
      length++;
    },
    clear() {
      length = 0;
    },
  };
}
