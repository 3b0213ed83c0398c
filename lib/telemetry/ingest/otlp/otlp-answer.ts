import type { IncomingHttpHeaders } from "node:http";
import type { RefusalCode } from "@/lib/kernel/refusal";
import type { Answer } from "@/lib/telemetry/ingest/ingest-door";
import { mediaType } from "@/lib/telemetry/ingest/media-type";
import { field } from "@/lib/telemetry/ingest/protobuf/wire-writer";

export const PROTOBUF = "application/x-protobuf";
export const JSON_TYPE = "application/json";

// google.rpc.Code of each refusal.
const RPC_CODES: Readonly<Record<RefusalCode, number>> = {
  invalid: 3,
  unauthenticated: 16,
  forbidden: 7,
  missing: 5,
  conflict: 6,
  "too-large": 3,
  unsupported: 3,
  unprocessable: 3,
  "too-many": 8,
  unavailable: 14,
};

/** What a request's partial success counts: the protobuf field and the JSON name are the same in both answers but for this name. */
export type RejectedName = "rejectedDataPoints" | "rejectedLogRecords";

/** 200 in the request's own encoding, with a partial_success when something was rejected. */
export function otlpSuccess(
  headers: IncomingHttpHeaders,
  name: RejectedName,
  rejected: number,
  message: string,
): Answer {
  if (mediaType(headers) === PROTOBUF) {
    const partial = Buffer.concat([field(1, rejected), field(2, message)]);
    return { status: 200, contentType: PROTOBUF, body: rejected > 0 ? field(1, partial) : Buffer.alloc(0) };
  }
  const body = rejected > 0 ? { partialSuccess: { [name]: String(rejected), errorMessage: message } } : {};
  return { status: 200, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

/** A google.rpc.Status in the request's own encoding (JSON when that is neither). */
export function otlpFailure(headers: IncomingHttpHeaders, status: number, code: RefusalCode, message: string): Answer {
  if (mediaType(headers) === PROTOBUF) {
    return { status, contentType: PROTOBUF, body: Buffer.concat([field(1, RPC_CODES[code]), field(2, message)]) };
  }
  return { status, contentType: JSON_TYPE, body: JSON.stringify({ code: RPC_CODES[code], message }) };
}
