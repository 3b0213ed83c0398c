import { Refusal } from "@/lib/kernel/refusal";
import type { SeriesIdentity } from "@/lib/telemetry/sample";

/** The limits of one identity, in characters and labels. */
const IDENTITY_LIMITS = { name: 200, labelName: 128, labelValue: 2048, labels: 64 } as const;

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:.]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The refusal of one series among others; `why` is a short technical English phrase. */
export function refuseSeries(why: string): Refusal {
  return new Refusal("unprocessable", "ingest.series", { why });
}

/**
 * Builds an identity from name/value pairs: empty values mean no label, as in Prometheus.
 * Throws a `Refusal` (unprocessable) that names the limit or rule that was broken.
 */
export function buildIdentity(name: string, pairs: Iterable<readonly [string, string]>): SeriesIdentity {
  if (name === "") throw refuseSeries("a series has no metric name (__name__)");
  if (name.length > IDENTITY_LIMITS.name || !METRIC_NAME.test(name)) {
    throw refuseSeries(`the metric name ${quote(name)} is not usable`);
  }
  const labels: Record<string, string> = {};
  let count = 0;
  for (const [label, value] of pairs) {
    if (value === "") continue;
    checkLabel(name, label, value);
    if (Object.hasOwn(labels, label)) throw refuseSeries(`the label ${quote(label)} of ${name} appears twice`);
    labels[label] = value;
    if (++count > IDENTITY_LIMITS.labels) throw refuseSeries(`${name} has more than ${IDENTITY_LIMITS.labels} labels`);
  }
  return { name, labels };
}

function checkLabel(metric: string, label: string, value: string): void {
  // A plain object cannot hold this one name as its own key.
  if (label.length > IDENTITY_LIMITS.labelName || !LABEL_NAME.test(label) || label === "__proto__") {
    throw refuseSeries(`the label name ${quote(label)} of ${metric} is not usable`);
  }
  if (value.length > IDENTITY_LIMITS.labelValue) {
    throw refuseSeries(`the label ${label} of ${metric} is longer than ${IDENTITY_LIMITS.labelValue} characters`);
  }
  if (value.includes("\u0000") || !isWellFormed(value)) {
    throw refuseSeries(`the label ${label} of ${metric} is not valid text`);
  }
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
