const MIB = 1024 * 1024;

/** The bounds of the ingest doors of one process. */
export const INGEST_LIMITS = {
  /** A compressed body, as it comes over the wire. */
  wireBytes: MIB,
  /** A body that is not compressed. */
  plainBytes: 4 * MIB,
  /** What a compressed body may inflate to, and how many times its own size. */
  inflatedBytes: 8 * MIB,
  inflatedRatio: 100,
  /** Bodies being read or stored at once; one organization may hold half of each. */
  bytesInFlight: 64 * MIB,
  requestsInFlight: 256,
  /** What a refused sender is told to wait. */
  retryAfterSeconds: 2,
  /** How late samples and log records may come, in hours (the store's own window, said in answers). */
  lateHours: 24,
};

export type IngestLimits = typeof INGEST_LIMITS;
