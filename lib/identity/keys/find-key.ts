import { asBearer } from "@/lib/identity/bearer";
import { TRUST_MS } from "@/lib/identity/sessions/session";
import { hashToken } from "@/lib/identity/tokens";
import { type Actor, KEY_ROLES } from "@/lib/kernel/actor";
import { monotonicMs } from "@/lib/platform/clock";
import type { Ground } from "@/lib/platform/ground";

export type KeyHolder = { org: string; actor: Extract<Actor, { kind: "key" }> };
type Known = { found: KeyHolder | undefined; untilMs: number };

const MOST_KNOWN = 10_000;
const KEY_SHAPE = /^nk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/;

/** Finds the holder of an API key, remembered for at most five seconds; `forget` drops all that is remembered. */
export function createKeyFinder({ database, clock }: Pick<Ground, "database" | "clock">) {
  const known = new Map<string, Known>();

  async function look(token: string): Promise<KeyHolder | undefined> {
    const hash = hashToken(token);
    const key = await asBearer(database, hash, (tx) => tx.apiKey.findUnique({ where: { hash: new Uint8Array(hash) } }));
    if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= clock.now())) return undefined;
    const role = KEY_ROLES.find((known) => known === key.role);
    return role && { org: key.organizationId, actor: { kind: "key", id: key.id, role, name: key.name } };
  }

  const find = async (token: string): Promise<KeyHolder | undefined> => {
    if (!KEY_SHAPE.test(token)) return undefined;
    const remembered = known.get(token);
    if (remembered && remembered.untilMs > monotonicMs()) return remembered.found;
    const found = await look(token);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(token, { found, untilMs: monotonicMs() + TRUST_MS });
    return found;
  };
  return Object.assign(find, { forget: () => known.clear() });
}
