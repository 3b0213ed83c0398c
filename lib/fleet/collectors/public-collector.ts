import type { Collector } from "@/lib/platform/db/generated/client";

/** A collector's row without its hashes, numbers as JSON can hold them: what answers and records may hold. */
export function publicCollector({ tokenHash: _, previousHash: __, proposals: ___, ...row }: Collector) {
  return {
    ...row,
    epoch: Number(row.epoch),
    ackSeq: Number(row.ackSeq),
    dropped: Number(row.dropped),
    spoolBytes: Number(row.spoolBytes),
  };
}
