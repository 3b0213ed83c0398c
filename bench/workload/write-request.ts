import snappy from "snappy";
import type { Label } from "@/bench/workload/series-set";

/** A Prometheus remote-write 1.0 request in the making: one sample per series it is given. */
export type WriteRequest = {
  add(series: number, ms: number, value: number): void;
  samples(): number;
  /** The snappy block of what was added; the request starts empty again. */
  take(): Buffer;
};

/** Prepares the labels once; a request then costs a copy per sample. */
export function writeRequests(labels: readonly Label[][]): WriteRequest {
  const heads = labels.map(encodeLabels);
  let bytes = Buffer.alloc(1 << 20);
  let used = 0;
  let samples = 0;
  return {
    add(series, ms, value) {
      const head = heads[series] as Buffer;
      if (used + head.length + 64 > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
      // Two tags, eight bytes of value, the time.
      const sample = 10 + varintLength(ms);
      bytes[used++] = 0x0a;
      used = writeVarint(bytes, used, head.length + 2 + sample);
      used += head.copy(bytes, used);
      bytes[used++] = 0x12;
      bytes[used++] = sample;
      bytes[used++] = 0x09;
      used = bytes.writeDoubleLE(value, used);
      bytes[used++] = 0x10;
      used = writeVarint(bytes, used, ms);
      samples += 1;
    },
    samples: () => samples,
    take() {
      const block = snappy.compressSync(bytes.subarray(0, used));
      used = 0;
      samples = 0;
      return Buffer.from(block);
    },
  };
}

function encodeLabels(labels: readonly Label[]): Buffer {
  return Buffer.concat(
    labels.map(([name, value]) => {
      const label = Buffer.concat([text(0x0a, name), text(0x12, value)]);
      return Buffer.concat([Buffer.from([0x0a]), varint(label.length), label]);
    }),
  );
}

function text(tag: number, words: string): Buffer {
  const body = Buffer.from(words);
  return Buffer.concat([Buffer.from([tag]), varint(body.length), body]);
}

function varint(value: number): Buffer {
  const bytes = Buffer.alloc(varintLength(value));
  writeVarint(bytes, 0, value);
  return bytes;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

function writeVarint(bytes: Buffer, at: number, value: number): number {
  let rest = value;
  let place = at;
  while (rest >= 128) {
    bytes[place++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  bytes[place++] = rest;
  return place;
}
