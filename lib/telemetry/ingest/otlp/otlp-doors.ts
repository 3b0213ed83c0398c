import type { IncomingHttpHeaders } from "node:http";
import type { Locale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";
import type { Refusal } from "@/lib/kernel/refusal";
import { inflateGzip } from "@/lib/telemetry/ingest/gunzip";
import type { Answer, Delivery, IngestDoor, SampleStore } from "@/lib/telemetry/ingest/ingest-door";
import { contentCoding, expectCoding, expectMediaType, mediaType } from "@/lib/telemetry/ingest/media-type";
import type { Fields, Message } from "@/lib/telemetry/ingest/otlp/message";
import { JSON_TYPE, otlpFailure, otlpSuccess, PROTOBUF } from "@/lib/telemetry/ingest/otlp/otlp-answer";
import { LOGS_REQUEST, METRICS_REQUEST } from "@/lib/telemetry/ingest/otlp/otlp-fields";
import { readOtlpJson } from "@/lib/telemetry/ingest/otlp/read-json";
import { readLogRecords } from "@/lib/telemetry/ingest/otlp/read-logs";
import { readMetrics } from "@/lib/telemetry/ingest/otlp/read-metrics";
import { readProtobuf } from "@/lib/telemetry/ingest/otlp/read-protobuf";
import { type Outcome, outcomeOf, refusedCount, tellOutcome } from "@/lib/telemetry/ingest/outcome";
import type { AppendLogs } from "@/lib/telemetry/logs/append-logs";
import { STALE_MARKER } from "@/lib/telemetry/sample";

/**
 * OTLP/HTTP metrics (opentelemetry.io/docs/specs/otlp): protobuf or JSON, gzip or plain. 200 also when a part was rejected, which the answer's
 * partial success says: points that are no metric here, and samples that the store refused (of which one histogram has several).
 */
export function createOtlpMetricsDoor(store: SampleStore): IngestDoor {
  async function accept(delivery: Delivery): Promise<Answer> {
    const { org, headers, now, locale, limits } = delivery;
    const request = await readRequest(delivery, METRICS_REQUEST);
    const batch = store.begin(org, { source: "otlp" });
    const counts = readMetrics(request, batch, STALE_MARKER);
    const outcome = outcomeOf(
      { samples: counts.samples, histograms: 0, reasons: counts.reasons },
      await batch.commit(now),
    );
    outcome.refused.points = counts.refused;
    const rejected = Math.min(counts.points, refusedCount(outcome));
    return otlpSuccess(
      headers,
      "rejectedDataPoints",
      rejected,
      rejected > 0 ? tellOutcome(outcome, locale, limits.lateHours) : "",
    );
  }
  return { path: "/v1/metrics", judge, accept, refuse };
}

/** OTLP/HTTP logs, by the same rules; a record that was kept already is accepted silently. */
export function createOtlpLogsDoor(append: AppendLogs): IngestDoor {
  async function accept(delivery: Delivery): Promise<Answer> {
    const { org, headers, now, locale, limits } = delivery;
    const records = readLogRecords(await readRequest(delivery, LOGS_REQUEST));
    const { accepted, duplicates, tooOld, tooNew } = await append(org, records, now);
    const outcome: Outcome = {
      total: records.length,
      accepted: accepted + duplicates,
      refused: { tooOld, tooNew },
      reasons: [],
    };
    const rejected = refusedCount(outcome);
    return otlpSuccess(
      headers,
      "rejectedLogRecords",
      rejected,
      rejected > 0 ? tellOutcome(outcome, locale, limits.lateHours) : "",
    );
  }
  return { path: "/v1/logs", judge, accept, refuse };
}

async function readRequest({ headers, body, limits }: Delivery, fields: Fields): Promise<Message> {
  const plain = contentCoding(headers) === "gzip" ? await inflateGzip(body, limits) : body;
  return mediaType(headers) === PROTOBUF ? readProtobuf(plain, fields) : readOtlpJson(plain, fields);
}

function judge(headers: IncomingHttpHeaders): void {
  expectMediaType(headers, [PROTOBUF, JSON_TYPE]);
  expectCoding(headers, ["gzip", "identity"]);
}

function refuse(refusal: Refusal, headers: IncomingHttpHeaders, locale: Locale): Answer {
  return otlpFailure(headers, refusal.status, refusal.code, say(locale, refusal.messageKey, refusal.details));
}
