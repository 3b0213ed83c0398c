/**
 * What a failed insert means. "closed-segment": the partition is gone, the rows are not there. "definite": the server said no
 * (disk full, read-only, cancelled), the rows are not there. "doubtful": the connection broke, they may or may not be there.
 */
export type Failure = "closed-segment" | "definite" | "doubtful";

const NO_PARTITION = "23514";
const RELATION_GONE = new Set(["42P01", "XX000"]);
// The server ended the session or is going down: the commit may have happened just before.
const SESSION_ENDED = /^(08|57P0)/;

/** Judges an error of pg or of the socket. */
export function judgeFailure(error: unknown): Failure {
  const code = (error as { code?: unknown }).code;
  if (code === NO_PARTITION) return "closed-segment";
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return "doubtful";
  if (RELATION_GONE.has(code)) return "closed-segment";
  return SESSION_ENDED.test(code) ? "doubtful" : "definite";
}
