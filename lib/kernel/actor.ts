export const ROLES = ["viewer", "operator", "manager", "executive", "administrator"] as const;
export type Role = (typeof ROLES)[number];

export const KEY_ROLES = [...ROLES, "ingest"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

/** Who does something: a person, a machine with a key, a collector, or the console itself. */
export type Actor =
  | { kind: "user"; id: string; role: Role; name: string; sessionId: string }
  | { kind: "key"; id: string; role: KeyRole; name: string }
  | { kind: "collector"; id: string; name: string }
  | { kind: "system"; name: string };
