import { createHash } from "node:crypto";
import type { LogRecord } from "@/lib/telemetry/logs/log-record";

/**
 * The identity of each record of one request: the first 16 bytes of SHA-256 over (resource, time, body, ordinal among its equals in the
 * request). A record that is sent again, also in another batch or order, keeps it; two equal lines of one request stay two.
 */
export function logIdentities(records: readonly LogRecord[]): Buffer[] {
  const seen = new Map<string, number>();
  return records.map((record) => {
    const hash = createHash("sha256");
    for (const part of [record.resource.identity, String(record.nanos), record.body]) {
      hash.update(`${Buffer.byteLength(part)} `).update(part);
    }
    const content = hash.copy().digest("base64");
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return hash.update(` ${ordinal}`).digest().subarray(0, 16);
  });
}
