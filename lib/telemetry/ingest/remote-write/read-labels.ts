import { malformed } from "@/lib/telemetry/ingest/malformed";
import { nameUnit } from "@/lib/telemetry/ingest/name-unit";
import { LENGTH, WireReader } from "@/lib/telemetry/ingest/protobuf/wire-reader";
import { buildIdentity, refuseSeries } from "@/lib/telemetry/ingest/series-identity";
import type { SeriesIdentity } from "@/lib/telemetry/sample";

/**
 * Decodes the label messages of one series (their contiguous bytes) into its identity; unit and kind are read off the metric's name.
 * Throws a `Refusal`: invalid when the bytes are not labels, unprocessable when the labels break a rule.
 */
export function readLabels(bytes: Buffer): SeriesIdentity {
  const reader = new WireReader(bytes);
  const pairs: [string, string][] = [];
  let metric = "";
  while (reader.at < bytes.length) {
    reader.tag();
    const [name, value] = readLabel(reader, reader.lengthEnd(bytes.length));
    if (name === "__name__") metric = value;
    else pairs.push([name, value]);
  }
  return { ...buildIdentity(metric, pairs), ...nameUnit(metric) };
}

function readLabel(reader: WireReader, end: number): [string, string] {
  const parts: [string, string] = ["", ""];
  while (reader.at < end) {
    const tag = reader.tag();
    const field = tag >> 3;
    if (field > 2) reader.skip(tag, end);
    else if ((tag & 7) !== LENGTH) throw malformed("a label has the wrong wire type");
    else {
      const text = reader.strictText(reader.lengthEnd(end));
      if (text === undefined) throw refuseSeries("a label is not UTF-8");
      parts[field - 1] = text;
    }
  }
  return parts;
}
