import { doubleField, varint } from "@/lib/testing/protobuf";

export type WrittenSeries = { labels: Record<string, string>; samples: { ms: number; value: number }[] };

const nested = (field: number, content: Buffer) =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);

/** A Prometheus remote-write 1.0 request, before it is compressed; labels are put in the order that Prometheus sends. */
export function writeRequest(series: readonly WrittenSeries[]): Buffer {
  return Buffer.concat(series.map((one) => nested(1, timeSeries(one))));
}

function timeSeries({ labels, samples }: WrittenSeries): Buffer {
  const names = Object.keys(labels).sort();
  return Buffer.concat([
    ...names.map((name) =>
      nested(1, Buffer.concat([nested(1, Buffer.from(name)), nested(2, Buffer.from(labels[name] ?? ""))])),
    ),
    ...samples.map(({ ms, value }) => nested(2, Buffer.concat([doubleField(1, value), varint(2 * 8), varint(ms)]))),
  ]);
}
