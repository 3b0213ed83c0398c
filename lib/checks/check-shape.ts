import type { ChartRef, LatestValue } from "@/lib/fleet/key-number-shape";
import type { PlaceRef } from "@/lib/fleet/overview-shape";
import type { StateNow } from "@/lib/fleet/state-now";
import type { StateChangeRow, StateSpan, UptimeWindows } from "@/lib/fleet/uptime-shape";
import type { HealthState } from "@/lib/kernel/states";

/** What a check last said, in a stable word (lib/probes PROBE_REASONS) and in the probe's own. */
export type CheckResult = { at: string; up: boolean; reason: string | null; detail: string | null };

export type CheckRow = StateNow & {
  id: string;
  slug: string;
  name: string;
  kind: string;
  /** What it asks, for people: a URL, host:port, a name. */
  asks: string;
  target: string;
  service: PlaceRef | null;
  region: PlaceRef | null;
  /** Null: run by the console. */
  collector: { id: string; name: string; state: HealthState } | null;
  intervalSeconds: number;
  paused: boolean;
  lastResult: CheckResult | null;
  /** check_duration_seconds: its series and what it last was. */
  durationSeriesId: number | null;
  duration: LatestValue | null;
  version: number;
};

export type CheckPage = CheckRow & {
  config: Record<string, unknown>;
  /** Which secret fields are set; their values never leave. */
  secrets: string[];
  timeoutMs: number;
  degradedMs: number | null;
  failuresToDown: number;
  successesToUp: number;
  uptime: UptimeWindows;
  spans: StateSpan[];
  changes: StateChangeRow[];
  charts: ChartRef[];
};

export type MaintenanceRow = {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string;
  scope: string;
  subject: { id: string; name: string } | null;
  active: boolean;
  version: number;
};
