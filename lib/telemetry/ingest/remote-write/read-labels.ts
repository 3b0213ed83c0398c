import { isRefusal } from "@/lib/kernel/refusal";
import { nameUnit } from "@/lib/telemetry/ingest/name-unit";
import { LENGTH, WireReader } from "@/lib/telemetry/ingest/protobuf/wire-reader";
import { buildIdentity, refuseSeries } from "@/lib/telemetry/ingest/series-identity";
import type { SeriesIdentity } from "@/lib/telemetry/sample";

/**
 * Decodes the label messages of one series (their contiguous bytes) into its identity; unit and kind are read off the metric's name.
 * Throws a `Refusal` (unprocessable) when the bytes are not labels or the labels break a rule.
 */
export function readLabels(bytes: Buffer): SeriesIdentity {
  const [metric, pairs] = readPairs(bytes);
  return { ...buildIdentity(metric, pairs), ...nameUnit(metric) };
}

function readPairs(bytes: Buffer): [metric: string, pairs: [string, string][]] {
  const reader = new WireReader(bytes);
  const pairs: [string, string][] = [];
  let metric = "";
  try {
    while (reader.at < bytes.length) {
      reader.tag();
      const [name, value] = readLabel(reader, reader.lengthEnd(bytes.length));
      if (name !== "__name__") pairs.push([name, value]);
      else if (metric === "") metric = value;
      else throw refuseSeries("a series has two names");
    }
  } catch (error) {
    // The rest of the request was found whole, so only this series is lost.
    if (isRefusal(error) && error.code === "invalid") throw refuseSeries(String(error.details["why"]));
    throw error;
  }
  return [metric, pairs];
}

function readLabel(reader: WireReader, end: number): [string, string] {
  const parts: [string, string] = ["", ""];
  while (reader.at < end) {
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field > 2) reader.skip(tag, end);
    else if ((tag & 7) !== LENGTH) throw refuseSeries("a label has the wrong wire type");
    else {
      const text = reader.strictText(reader.lengthEnd(end));
      if (text === undefined) throw refuseSeries("a label is not UTF-8");
      parts[field - 1] = text;
    }
  }
  return parts;
}
