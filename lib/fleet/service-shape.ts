import type { ChartRef } from "@/lib/fleet/key-number-shape";
import type { OverviewService, PlaceRef } from "@/lib/fleet/overview-shape";
import type { Targets } from "@/lib/fleet/settings";
import type { StateChangeRow, StateSpan, UptimeWindows } from "@/lib/fleet/uptime-shape";
import type { HealthState } from "@/lib/kernel/states";

export type ServiceRow = OverviewService & { description: string; version: number };

export type InstanceRow = {
  id: string;
  name: string;
  service: PlaceRef;
  host: { id: string; name: string; state: HealthState } | null;
  region: PlaceRef | null;
  version: number;
};

/** One service with all that its page shows. Its checks come from the list of checks, filtered by service. */
export type ServicePage = ServiceRow & {
  /** Only what differs from the organization's. */
  ownTargets: Partial<Targets>;
  targets: Targets;
  uptime: UptimeWindows;
  /** The last 24 hours as stretches, oldest first. */
  spans: StateSpan[];
  changes: StateChangeRow[];
  instances: InstanceRow[];
  charts: ChartRef[];
};

export type RegionRow = PlaceRef & {
  state: HealthState;
  since: string;
  version: number;
  services: (PlaceRef & { state: HealthState; since: string })[];
  hosts: number;
  collectors: number;
  checks: number;
};
