import type { CheckRules } from "@/lib/checks/judge";
import type { Thresholds } from "@/lib/fleet/settings";
import type { HealthState } from "@/lib/kernel/states";

/** A state as its row holds it. */
export type Shown = { state: HealthState; sinceMs: number };

export type WatchedCheck = Shown & {
  id: string;
  slug: string;
  name: string;
  rules: CheckRules;
  serviceId: string | null;
  regionId: string | null;
  collectorId: string | null;
  paused: boolean;
};

export type WatchedHost = Shown & { id: string; name: string; regionId: string | null };
export type WatchedCollector = Shown & { id: string; name: string; hostId: string | null; lastSeenMs: number | null };
export type WatchedNamed = Shown & { id: string; name: string };
export type WatchedPlace = Shown & { serviceId: string; regionId: string | null };
export type WatchedInstance = { serviceId: string; hostId: string | null; regionId: string | null };
export type WatchedWindow = {
  name: string;
  scope: string;
  subjectId: string | null;
  startsMs: number;
  endsMs: number;
};

/** All that decides states in one organization, except what is measured. */
export type Definition = {
  checks: WatchedCheck[];
  hosts: WatchedHost[];
  collectors: WatchedCollector[];
  instances: WatchedInstance[];
  services: WatchedNamed[];
  regions: WatchedNamed[];
  places: WatchedPlace[];
  windows: WatchedWindow[];
  thresholds: Thresholds;
};

export const SUBJECT_KINDS = ["service", "service-region", "region", "collector", "host", "check"] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** A change that was judged and is not written yet. For service-region the subject is the service. */
export type JudgedChange = {
  kind: SubjectKind;
  id: string;
  regionId: string | null;
  from: HealthState;
  to: HealthState;
  atMs: number;
  reason: { key: string; details: Record<string, string | number | boolean | null> };
};
