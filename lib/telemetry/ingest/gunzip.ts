import { gunzip } from "node:zlib";
import { Refusal } from "@/lib/kernel/refusal";
import type { IngestLimits } from "@/lib/telemetry/ingest/limits";
import { malformed } from "@/lib/telemetry/ingest/malformed";

const ALWAYS_ALLOWED = 256 * 1024;

/**
 * Inflates gzip (all members) off the main thread, piece by piece, and stops at the limit: the smaller of the inflated bytes allowed
 * and the ratio allowed (which bodies that stay small are spared). Rejects with a `Refusal`: too-large or invalid.
 */
export function inflateGzip(body: Buffer, limits: IngestLimits): Promise<Buffer> {
  const byRatio = Math.max(ALWAYS_ALLOWED, body.length * limits.inflatedRatio);
  const limit = Math.min(limits.inflatedBytes, byRatio);
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limit }, (error, inflated) => {
      if (!error) resolve(inflated);
      else if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE")
        reject(malformed("the body is not gzip"));
      else reject(new Refusal("too-large", "ingest.tooLargeInside", { limit }));
    });
  });
}
