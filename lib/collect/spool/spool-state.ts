import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What outlives a process beside the records: who the spool is, and what was given up. */
export interface SpoolState {
  readonly lineage: string;
  readonly epoch: number;
  /** Samples given up since the lineage began, exactly. */
  readonly dropped: number;
  /** Segments that start at or below this were thinned and counted. */
  readonly thinnedThrough: number;
  /** Segments that start at or below this were dropped whole and counted. */
  readonly droppedThrough: number;
  readonly skewMs: number;
}

/** Reads the state of a spool; undefined when there is none or it is damaged, which begins a new lineage. */
export function readSpoolState(directory: string): SpoolState | undefined {
  try {
    const state = JSON.parse(readFileSync(join(directory, "state.json"), "utf8")) as Partial<SpoolState>;
    if (typeof state.lineage !== "string") return undefined;
    return {
      lineage: state.lineage,
      epoch: state.epoch ?? 0,
      dropped: state.dropped ?? 0,
      thinnedThrough: state.thinnedThrough ?? 0,
      droppedThrough: state.droppedThrough ?? 0,
      skewMs: state.skewMs ?? 0,
    };
  } catch {
    return undefined;
  }
}

/** Replaces the state durably: a crash leaves the old or the new one. */
export function writeSpoolState(directory: string, state: SpoolState): void {
  const path = join(directory, "state.json");
  const fd = openSync(`${path}.tmp`, "w", 0o600);
  try {
    writeSync(fd, JSON.stringify(state));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(`${path}.tmp`, path);
}
