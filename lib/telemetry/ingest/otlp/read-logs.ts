import { anyText, attributesOf, messageOf, messagesOf, numberOf, textOf } from "@/lib/telemetry/ingest/otlp/attributes";
import type { Message } from "@/lib/telemetry/ingest/otlp/message";
import { type LogRecord, type LogResource, logResource } from "@/lib/telemetry/logs/log-record";
import { readSeverity } from "@/lib/telemetry/logs/severity";

/** The records of an ExportLogsServiceRequest in their order. A body that is not text is kept as JSON, an event's name as an attribute. */
export function readLogRecords(request: Message): LogRecord[] {
  return messagesOf(request, "resourceLogs").flatMap((part) => {
    const resource = logResource(attributesOf(messageOf(part, "resource")));
    return messagesOf(part, "scopeLogs").flatMap((scope) => {
      const name = textOf(messageOf(scope, "scope"), "name");
      return messagesOf(scope, "logRecords").map((record) => logRecord(record, resource, name));
    });
  });
}

function logRecord(record: Message, resource: LogResource, scope: string): LogRecord {
  const attributes = attributesOf(record);
  const event = textOf(record, "eventName");
  if (event) attributes.push(["event.name", event]);
  if (scope) attributes.push(["scope", scope]);
  return {
    nanos: nanosOf(record, "timeUnixNano") || nanosOf(record, "observedTimeUnixNano"),
    severity: readSeverity(numberOf(record, "severityNumber"), textOf(record, "severityText")),
    body: anyText(messageOf(record, "body")),
    attributes,
    resource,
    traceId: idOf(record, "traceId", 16),
    spanId: idOf(record, "spanId", 8),
  };
}

function nanosOf(record: Message, name: string): bigint {
  const nanos = record[name];
  return typeof nanos === "bigint" ? nanos : 0n;
}

// An id of another length, or of nothing but zeros, is no id.
function idOf(record: Message, name: string, bytes: number): Buffer | null {
  const id = record[name];
  return Buffer.isBuffer(id) && id.length === bytes && id.some((byte) => byte !== 0) ? id : null;
}
