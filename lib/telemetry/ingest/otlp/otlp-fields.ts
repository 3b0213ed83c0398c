import type { Fields, Scalar } from "@/lib/telemetry/ingest/otlp/message";

// opentelemetry-proto 1.x: common, resource, metrics and logs; fields that nothing here reads are left out and so skipped.
const one = (name: string, scalar: Scalar) => ({ name, scalar });
const many = (name: string, scalar: Scalar) => ({ name, scalar, repeated: true });
const part = (name: string, message: () => Fields) => ({ name, message });
const parts = (name: string, message: () => Fields) => ({ name, message, repeated: true });

const arrayValue: Fields = { 1: parts("values", () => anyValue) };
const keyValueList: Fields = { 1: parts("values", () => keyValue) };
const anyValue: Fields = {
  1: one("stringValue", "text"),
  2: one("boolValue", "bool"),
  3: one("intValue", "int"),
  4: one("doubleValue", "double"),
  5: part("arrayValue", () => arrayValue),
  6: part("kvlistValue", () => keyValueList),
  7: one("bytesValue", "bytes"),
};
const keyValue: Fields = { 1: one("key", "text"), 2: part("value", () => anyValue) };
const resource: Fields = { 1: parts("attributes", () => keyValue) };
const scope: Fields = { 1: one("name", "text"), 2: one("version", "text") };

const numberPoint: Fields = {
  7: parts("attributes", () => keyValue),
  3: one("timeUnixNano", "fixed64"),
  4: one("asDouble", "double"),
  6: one("asInt", "sfixed64"),
  8: one("flags", "flags"),
};
const histogramPoint: Fields = {
  9: parts("attributes", () => keyValue),
  3: one("timeUnixNano", "fixed64"),
  4: one("count", "fixed64"),
  5: one("sum", "double"),
  6: many("bucketCounts", "fixed64"),
  7: many("explicitBounds", "double"),
  10: one("flags", "flags"),
};
const buckets: Fields = { 1: one("offset", "sint"), 2: many("bucketCounts", "uint") };
const exponentialPoint: Fields = {
  1: parts("attributes", () => keyValue),
  3: one("timeUnixNano", "fixed64"),
  4: one("count", "fixed64"),
  5: one("sum", "double"),
  6: one("scale", "sint"),
  7: one("zeroCount", "fixed64"),
  8: part("positive", () => buckets),
  9: part("negative", () => buckets),
  10: one("flags", "flags"),
  14: one("zeroThreshold", "double"),
};
const quantile: Fields = { 1: one("quantile", "double"), 2: one("value", "double") };
const summaryPoint: Fields = {
  7: parts("attributes", () => keyValue),
  3: one("timeUnixNano", "fixed64"),
  4: one("count", "fixed64"),
  5: one("sum", "double"),
  6: parts("quantileValues", () => quantile),
  8: one("flags", "flags"),
};
const points = (point: Fields): (() => Fields) => {
  const fields: Fields = {
    1: parts("dataPoints", () => point),
    2: one("aggregationTemporality", "uint"),
    3: one("isMonotonic", "bool"),
  };
  return () => fields;
};
const metric: Fields = {
  1: one("name", "text"),
  3: one("unit", "text"),
  5: part("gauge", points(numberPoint)),
  7: part("sum", points(numberPoint)),
  9: part("histogram", points(histogramPoint)),
  10: part("exponentialHistogram", points(exponentialPoint)),
  11: part("summary", points(summaryPoint)),
};
const scopeMetrics: Fields = { 1: part("scope", () => scope), 2: parts("metrics", () => metric) };
const resourceMetrics: Fields = { 1: part("resource", () => resource), 2: parts("scopeMetrics", () => scopeMetrics) };

const logRecord: Fields = {
  1: one("timeUnixNano", "fixed64"),
  11: one("observedTimeUnixNano", "fixed64"),
  2: one("severityNumber", "uint"),
  3: one("severityText", "text"),
  5: part("body", () => anyValue),
  6: parts("attributes", () => keyValue),
  9: one("traceId", "bytes"),
  10: one("spanId", "bytes"),
  12: one("eventName", "text"),
};
const scopeLogs: Fields = { 1: part("scope", () => scope), 2: parts("logRecords", () => logRecord) };
const resourceLogs: Fields = { 1: part("resource", () => resource), 2: parts("scopeLogs", () => scopeLogs) };

/** ExportMetricsServiceRequest. */
export const METRICS_REQUEST: Fields = { 1: parts("resourceMetrics", () => resourceMetrics) };

/** ExportLogsServiceRequest. */
export const LOGS_REQUEST: Fields = { 1: parts("resourceLogs", () => resourceLogs) };
