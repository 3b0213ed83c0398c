import type { Clock } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/db/pools";
import { slot } from "@/lib/platform/slot";

/** What a web process builds once and every bundle inside it shares. */
export type Ground = { database: Database; clock: Clock; secret: string; publicUrl: string | undefined };

export const groundSlot = slot<Ground>("ground");
