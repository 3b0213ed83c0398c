import { isRefusal } from "@/lib/kernel/refusal";
import type { SampleBatch } from "@/lib/telemetry/ingest/ingest-door";
import {
  attributesOf,
  messageOf,
  messagesOf,
  millisOf,
  numberOf,
  textOf,
} from "@/lib/telemetry/ingest/otlp/attributes";
import {
  type Bucket,
  boundText,
  explicitBuckets,
  exponentialBuckets,
} from "@/lib/telemetry/ingest/otlp/histogram-buckets";
import type { Message } from "@/lib/telemetry/ingest/otlp/message";
import { metricUnit } from "@/lib/telemetry/ingest/otlp/metric-unit";
import { plainName, pointLabels, resourceLabels } from "@/lib/telemetry/ingest/otlp/resource-labels";
import { buildIdentity } from "@/lib/telemetry/ingest/series-identity";
import type { SeriesKind } from "@/lib/telemetry/sample";

/** Data points of a request: how many there were, how many were refused here, and why (at most five sentences). */
export type PointCounts = { points: number; samples: number; refused: number; reasons: string[] };

const NO_RECORDED_VALUE = 1;
const DELTA = 1;
const CUMULATIVE = 2;

/**
 * Hands the points of an ExportMetricsServiceRequest to a batch. Names lose their dots (`http.server.duration` is `http_server_duration`),
 * units and kinds are kept beside them. Histograms become `_bucket{le}`, `_sum` and `_count`, summaries `{quantile}`, `_sum` and `_count`.
 * Delta points are stored as they are, as a series of kind `delta` (increase = their sum): nothing is added up in memory, so a retry, a
 * restart or a second web process cannot count one twice. "No recorded value" is a stale marker.
 */
export function readMetrics(
  request: Message,
  batch: Pick<SampleBatch, "series" | "sample">,
  stale: number,
): PointCounts {
  const reader = new MetricsReader(batch, stale);
  for (const resource of messagesOf(request, "resourceMetrics")) {
    const labels = resourceLabels(attributesOf(messageOf(resource, "resource")));
    for (const scope of messagesOf(resource, "scopeMetrics")) {
      const base = new Map(labels);
      const name = textOf(messageOf(scope, "scope"), "name");
      if (name) base.set("scope", name);
      for (const metric of messagesOf(scope, "metrics")) reader.metric(metric, base);
    }
  }
  return reader.counts;
}

type Point = {
  message: Message;
  metric: string;
  unit: string | undefined;
  kind: SeriesKind;
  labels: [string, string][];
  ms: number;
};

class MetricsReader {
  readonly counts: PointCounts = { points: 0, samples: 0, refused: 0, reasons: [] };

  constructor(
    private readonly batch: Pick<SampleBatch, "series" | "sample">,
    private readonly stale: number,
  ) {}

  metric(metric: Message, base: ReadonlyMap<string, string>): void {
    const found = SHAPES.map((shape) => [shape, messageOf(metric, shape.field)] as const).find(([, data]) => data);
    if (!found) return;
    const [shape, data] = found;
    const name = plainName(textOf(metric, "name"));
    const unit = metricUnit(textOf(metric, "unit"));
    const kind = shape.temporal ? kindOf(data) : "gauge";
    for (const message of messagesOf(data, "dataPoints")) {
      this.counts.points++;
      if (!kind) this.refuse(`${name} does not say whether it is cumulative or delta`);
      else {
        const labels = pointLabels(base, attributesOf(message));
        this.point(shape, { message, metric: name, unit, kind, labels, ms: millisOf(message, "timeUnixNano") });
      }
    }
  }

  private point(shape: Shape, point: Point): void {
    try {
      const wrong = point.ms === 0 ? "a point has no time" : shape.write(point, this);
      if (wrong) this.refuse(`${point.metric}: ${wrong}`);
    } catch (error) {
      if (!isRefusal(error) || error.code !== "unprocessable") throw error;
      this.refuse(String(error.details["why"]));
    }
  }

  /** One sample of a point; those of a series that the store refuses are counted by the store. */
  write(point: Point, suffix: string, value: number, extra?: [string, string], kind = point.kind): void {
    const name = point.metric + suffix;
    const labels = extra ? [...point.labels, extra] : point.labels;
    const unit = suffix === "_bucket" || suffix === "_count" ? "count" : point.unit;
    const handle = this.batch.series(keyOf(name, labels), () => ({
      ...buildIdentity(name, labels),
      ...(unit && { unit }),
      kind,
    }));
    this.counts.samples++;
    this.batch.sample(handle, point.ms, isUnrecorded(point.message) ? this.stale : value);
  }

  private refuse(why: string): void {
    this.counts.refused++;
    const { reasons } = this.counts;
    if (reasons.length < 5 && !reasons.includes(why)) reasons.push(why);
  }
}

type Shape = {
  field: string;
  /** Whether its data say cumulative or delta. */
  temporal: boolean;
  /** Writes the samples of a point; answers why it cannot. */
  write(point: Point, to: MetricsReader): string | undefined;
};

const SHAPES: readonly Shape[] = [
  { field: "gauge", temporal: false, write: writeNumber },
  { field: "sum", temporal: true, write: writeNumber },
  { field: "histogram", temporal: true, write: (point, to) => writeBuckets(point, to, explicitBuckets(point.message)) },
  {
    field: "exponentialHistogram",
    temporal: true,
    write: (point, to) => writeBuckets(point, to, exponentialBuckets(point.message)),
  },
  { field: "summary", temporal: false, write: writeSummary },
];

function kindOf(data: Message | undefined): SeriesKind | undefined {
  const temporality = numberOf(data, "aggregationTemporality");
  if (temporality === DELTA) return "delta";
  if (temporality !== CUMULATIVE) return undefined;
  // Histograms have no such flag: their counts always rise.
  const rises = data?.["isMonotonic"] === true || messagesOf(data, "dataPoints")[0]?.["bucketCounts"] !== undefined;
  return rises || messagesOf(data, "dataPoints")[0]?.["count"] !== undefined ? "counter" : "gauge";
}

function writeNumber(point: Point, to: MetricsReader): string | undefined {
  const { message } = point;
  const value = message["asDouble"] ?? message["asInt"];
  if (typeof value !== "number" && !isUnrecorded(message)) return "a point has no value";
  to.write(point, "", Number(value ?? Number.NaN));
  return undefined;
}

function writeBuckets(point: Point, to: MetricsReader, buckets: Bucket[] | string): string | undefined {
  if (typeof buckets === "string") return buckets;
  for (const { le, count } of buckets) to.write(point, "_bucket", count, ["le", le]);
  to.write(point, "_count", numberOf(point.message, "count"));
  if (typeof point.message["sum"] === "number") to.write(point, "_sum", point.message["sum"]);
  return undefined;
}

function writeSummary(point: Point, to: MetricsReader): undefined {
  for (const quantile of messagesOf(point.message, "quantileValues").slice(0, 50)) {
    to.write(point, "", numberOf(quantile, "value"), ["quantile", boundText(numberOf(quantile, "quantile"))]);
  }
  to.write(point, "_count", numberOf(point.message, "count"), undefined, "counter");
  to.write(point, "_sum", numberOf(point.message, "sum"), undefined, "counter");
}

function isUnrecorded(message: Message): boolean {
  return (numberOf(message, "flags") & NO_RECORDED_VALUE) !== 0;
}

// Every part with its length in front: no two identities share a key.
function keyOf(name: string, labels: readonly (readonly [string, string])[]): string {
  let key = `${name.length} ${name}`;
  for (const [label, value] of labels) key += `${label.length} ${label}${value.length} ${value}`;
  return key;
}
