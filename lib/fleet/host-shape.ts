import type { ChartRef, KeyNumber } from "@/lib/fleet/key-number-shape";
import type { PlaceRef } from "@/lib/fleet/overview-shape";
import type { InstanceRow } from "@/lib/fleet/service-shape";
import type { StateNow } from "@/lib/fleet/state-now";
import type { StateChangeRow, UptimeWindows } from "@/lib/fleet/uptime-shape";

export type HostRow = StateNow & {
  id: string;
  name: string;
  region: PlaceRef | null;
  facts: Record<string, unknown>;
  version: number;
  collector: { id: string; name: string; lastSeenAt: string | null } | null;
  services: PlaceRef[];
  /** cpu, memory, disk as shares 0..1; target is the threshold that degrades it. */
  numbers: KeyNumber[];
};

export type HostPage = HostRow & {
  charts: ChartRef[];
  instances: InstanceRow[];
  uptime: UptimeWindows;
  changes: StateChangeRow[];
};

export type CollectorRow = StateNow & {
  id: string;
  name: string;
  host: { id: string; name: string } | null;
  region: PlaceRef | null;
  tokenPrefix: string;
  agentVersion: string | null;
  lastSeenAt: string | null;
  /** The machine's clock minus the console's. */
  skewMs: number | null;
  dropped: number;
  spoolBytes: number;
  revokedAt: string | null;
  checks: number;
  proposals: ProposalRow[];
  version: number;
};

/** Something the collector found beside it; accepting it makes a check. */
export type ProposalRow = { key: string; title: string; kind: string; target: string };
