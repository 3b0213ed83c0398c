import type { Socket } from "socket.io";
import { checksFor } from "@/lib/fleet/collectors/checks-for";
import type { Conversation } from "@/lib/fleet/collectors/conversation";
import type { FoundCollector } from "@/lib/fleet/collectors/find-collector";
import { lookAtCollectors, type WatchedState } from "@/lib/fleet/collectors/watch-collectors";
import type { Clock } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/db/pools";
import { inTransaction } from "@/lib/platform/transaction";

/** A collector whose socket is open and greeted. */
export interface Connected {
  readonly socket: Socket;
  readonly found: FoundCollector;
  readonly conversation: Conversation;
  /** What its checks looked like at the last look. */
  checks?: string;
}

interface LookDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly secret: string;
}

/** Looks once at all that are connected here: the revoked and those with an expired token are cut, changed checks are pushed. */
export async function lookAfter(deps: LookDeps, all: readonly Connected[]): Promise<void> {
  if (all.length === 0) return;
  const asked = all.map(({ found }) => found);
  const states = await lookAtCollectors(deps.database.system, asked);
  for (const one of all) {
    const state = states.get(one.found.id);
    if (mayStay(one, state, deps.clock.millis())) await tellIfChanged(deps, one, state);
    else one.socket.disconnect(true);
  }
}

function mayStay({ found }: Connected, state: WatchedState | undefined, nowMs: number): state is WatchedState {
  const expired = found.tokenUntilMs !== null && found.tokenUntilMs <= nowMs;
  return state !== undefined && !state.revoked && !expired;
}

async function tellIfChanged(deps: LookDeps, one: Connected, state: WatchedState): Promise<void> {
  if (one.checks === state.checks) return;
  const { found, conversation, socket } = one;
  const actor = { kind: "collector", id: found.id, name: found.name } as const;
  const ctx = { org: found.org, actor, now: deps.clock.now(), db: deps.database, locale: "en" } as const;
  const message = await inTransaction(ctx, (tx) => checksFor(tx, found.id, deps.secret));
  one.checks = state.checks;
  if (message.checksHash === conversation.checksHash) return;
  conversation.tellChecks(message.checksHash);
  socket.emit("checks", message);
}
