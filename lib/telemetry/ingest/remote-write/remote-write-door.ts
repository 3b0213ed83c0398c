import type { IncomingHttpHeaders } from "node:http";
import type { Locale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/say";
import { Refusal } from "@/lib/kernel/refusal";
import type { Answer, Delivery, IngestDoor, SampleStore } from "@/lib/telemetry/ingest/ingest-door";
import { expectCoding, expectMediaType } from "@/lib/telemetry/ingest/media-type";
import { outcomeOf, refusedCount, tellOutcome } from "@/lib/telemetry/ingest/outcome";
import { KeyTable } from "@/lib/telemetry/ingest/remote-write/key-table";
import { readWriteRequest } from "@/lib/telemetry/ingest/remote-write/read-write-request";
import { inflateSnappy } from "@/lib/telemetry/ingest/snappy";

const MOST_TABLES = 200;

/**
 * Prometheus remote write 1.0. Prometheus drops a request answered 4xx and repeats one answered 5xx, so: 204 when all was kept (or known),
 * 400 with what was accepted and what not, 503 with Retry-After (never 429, which it drops by default) when it should come again.
 */
export function createRemoteWriteDoor(store: SampleStore): IngestDoor {
  const tables = new Map<string, KeyTable>();

  function tableOf(org: string): KeyTable {
    let table = tables.get(org);
    if (!table) {
      if (tables.size >= MOST_TABLES) tables.clear();
      table = new KeyTable();
      tables.set(org, table);
    }
    return table;
  }

  async function accept({ org, body, now, locale, limits }: Delivery): Promise<Answer> {
    const inflated = inflateSnappy(body, limits.inflatedBytes);
    const batch = store.begin(org, { source: "remote-write" });
    const counts = readWriteRequest(inflated, batch, tableOf(org));
    const outcome = outcomeOf(counts, await batch.commit(now));
    if (refusedCount(outcome) === 0) return { status: 204 };
    return text(400, tellOutcome(outcome, locale, limits.lateHours));
  }

  return { path: "/api/v1/write", judge, accept, refuse };
}

function judge(headers: IncomingHttpHeaders): void {
  expectMediaType(headers, ["application/x-protobuf"]);
  const proto = /;\s*proto\s*=\s*"?([\w.]+)/i.exec(headers["content-type"] ?? "")?.[1];
  if (proto && proto !== "prometheus.WriteRequest") {
    throw new Refusal("unsupported", "ingest.contentType", {
      expected: "prometheus.WriteRequest",
      got: proto.slice(0, 80),
    });
  }
  expectCoding(headers, ["snappy"]);
}

function refuse(refusal: Refusal, _headers: IncomingHttpHeaders, locale: Locale): Answer {
  const status = refusal.code === "too-many" ? 503 : refusal.status;
  return text(status, say(locale, refusal.messageKey, refusal.details));
}

function text(status: number, sentence: string): Answer {
  return { status, contentType: "text/plain; charset=utf-8", body: `${sentence}\n` };
}
