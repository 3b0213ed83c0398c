import type { KeyNumber } from "@/lib/fleet/key-number-shape";
import type { StateCounts, StateNow } from "@/lib/fleet/state-now";
import type { Uptime } from "@/lib/fleet/uptime-shape";
import type { HealthState } from "@/lib/kernel/states";

export type PlaceRef = { id: string; slug: string; name: string };

/** One cause of trouble, not each of its consequences: a silent collector stands for all of its checks. */
export type Trouble = StateNow & {
  kind: "check" | "host" | "collector";
  id: string;
  name: string;
  service: PlaceRef | null;
  region: PlaceRef | null;
  /** Checks that say nothing because of this. */
  affectedChecks: number;
};

/** `region` null: checks and instances that are in no region. */
export type ServiceInRegion = StateNow & { region: PlaceRef | null };

export type OverviewService = StateNow & {
  id: string;
  slug: string;
  name: string;
  /** Share, in percent, such as 99.9. */
  objective: number;
  uptime24h: Uptime;
  regions: ServiceInRegion[];
  keyNumbers: KeyNumber[];
  checks: StateCounts;
};

export const FIRST_RUN_HINTS = [
  "enrol-collector",
  "create-service",
  "create-check",
  "give-checks-to-services",
] as const;
export type FirstRunHint = (typeof FIRST_RUN_HINTS)[number];

/** What the overview shows first: what is wrong, where, since when; then everything else in one look. */
export type Overview = {
  at: string;
  worst: HealthState;
  /** At most 50, the worst first and then the latest. */
  troubles: Trouble[];
  troublesTotal: number;
  /** At most 100, the worst first; `servicesTotal` says how many there are. */
  services: OverviewService[];
  servicesTotal: number;
  regions: (PlaceRef & { state: HealthState; since: string })[];
  /** Of the whole organization: api, database, cdn. */
  keyNumbers: KeyNumber[];
  hosts: { total: number; states: StateCounts; numbers: KeyNumber[] };
  collectors: { total: number; connected: number; silent: number; dropped: number };
  checks: { total: number; paused: number; states: StateCounts };
  maintenance: { id: string; name: string; endsAt: string }[];
  firstRun: FirstRunHint[];
};
