import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "@/lib/kernel/refusal";

/** The media type of a body without its parameters, in lower case; empty when none is given. */
export function mediaType(headers: IncomingHttpHeaders): string {
  return (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The content coding of a body in lower case; `identity` when none is given. */
export function contentCoding(headers: IncomingHttpHeaders): string {
  return (headers["content-encoding"] ?? "identity").trim().toLowerCase() || "identity";
}

/** Throws a `Refusal` (unsupported) unless the body is of one of these media types. */
export function expectMediaType(headers: IncomingHttpHeaders, expected: readonly string[]): void {
  const got = mediaType(headers);
  if (expected.includes(got)) return;
  throw new Refusal("unsupported", "ingest.contentType", { expected: expected.join(", "), got: shown(got) });
}

/** Throws a `Refusal` (unsupported) unless the body has one of these content codings; two on top of each other are none of them. */
export function expectCoding(headers: IncomingHttpHeaders, expected: readonly string[]): void {
  const got = contentCoding(headers);
  if (expected.includes(got)) return;
  throw new Refusal("unsupported", "ingest.contentEncoding", { expected: expected.join(", "), got: shown(got) });
}

function shown(value: string): string {
  return value === "" ? "-" : value.slice(0, 80);
}
