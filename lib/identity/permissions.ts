import type { KeyRole } from "@/lib/kernel/actor";

export const PERMISSIONS = [
  "signals.read",
  "signals.write",
  "fleet.read",
  "fleet.manage",
  "checks.operate",
  "checks.manage",
  "collectors.manage",
  "settings.manage",
  "identity.manage",
  "audit.read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const reads = ["signals.read", "fleet.read"] as const satisfies Permission[];
const manages = [
  "checks.operate",
  "checks.manage",
  "collectors.manage",
  "fleet.manage",
  "settings.manage",
] as const satisfies Permission[];

/** The one table of who may do what. */
export const GRANTS: Readonly<Record<KeyRole, readonly Permission[]>> = {
  viewer: reads,
  operator: [...reads, "checks.operate"],
  manager: [...reads, ...manages, "audit.read"],
  executive: [...reads, "audit.read"],
  administrator: PERMISSIONS,
  ingest: ["signals.write"],
};

/** Whether a role holds a permission. */
export function grants(role: KeyRole, permission: Permission): boolean {
  return GRANTS[role].includes(permission);
}
