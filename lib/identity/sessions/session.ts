import { KEY_ROLES, type Role } from "@/lib/kernel/actor";

/** A desk session ends 12 hours after signing in, or 30 minutes after the last sign of life (an open live page is one). */
export const SESSION_ABSOLUTE_MS = 12 * 3_600_000;
export const SESSION_IDLE_MS = 30 * 60_000;

/** How long a process may go on trusting a session or a key without asking the database. */
export const TRUST_MS = 5_000;

export type SignedIn = {
  org: string;
  organizationName: string;
  sessionId: string;
  user: { id: string; name: string; email: string; role: Role };
};

/** Whether a session is alive at an instant: not revoked, not past its end, not idle. */
export function isAlive(session: { revokedAt: Date | null; expiresAt: Date; lastSeenAt: Date }, now: Date): boolean {
  return (
    session.revokedAt === null &&
    session.expiresAt > now &&
    now.getTime() - session.lastSeenAt.getTime() < SESSION_IDLE_MS
  );
}

/** Narrows a stored role; a role this version does not know holds no rights. */
export function isRole(role: string): role is Role {
  return role !== "ingest" && KEY_ROLES.some((known) => known === role);
}
