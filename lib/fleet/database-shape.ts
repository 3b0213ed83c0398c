import type { ChartRef, LatestValue } from "@/lib/fleet/key-number-shape";
import type { PlaceRef } from "@/lib/fleet/overview-shape";
import type { StateNow } from "@/lib/fleet/state-now";

export type SlowStatement = { statement: string; calls: number; meanMs: number; totalMs: number };

/** A PostgreSQL server that a check watches; numbers are what the check last measured. */
export type WatchedDatabase = StateNow & {
  check: { id: string; slug: string; name: string };
  service: PlaceRef | null;
  region: PlaceRef | null;
  queryTime: { latest: LatestValue | null; targetSeconds: number };
  connections: LatestValue | null;
  connectionLimit: LatestValue | null;
  cacheHitRatio: LatestValue | null;
  sizeBytes: LatestValue | null;
  statements: SlowStatement[];
  charts: ChartRef[];
};

/** The console's own database, asked directly. */
export type OwnDatabase = {
  version: string;
  sizeBytes: number;
  connections: number;
  connectionLimit: number;
  cacheHitRatio: number | null;
  /** How long this very question took. */
  queryMs: number;
  /** False: pg_stat_statements is not loaded or may not be read; `statements` is then empty. */
  statementsKnown: boolean;
  statements: SlowStatement[];
  largestTables: { name: string; bytes: number }[];
};

export type DatabasePage = { at: string; own: OwnDatabase; watched: WatchedDatabase[]; watchedTotal: number };
