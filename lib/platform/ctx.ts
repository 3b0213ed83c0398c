import type { Locale } from "@/lib/i18n/locale";
import type { Actor } from "@/lib/kernel/actor";
import type { Database } from "@/lib/platform/db/pools";

/** All a verb knows of its caller: the organization, who acts, and the one instant at which everything in it happens. */
export type Ctx = {
  readonly org: string;
  readonly actor: Actor;
  readonly now: Date;
  readonly db: Database;
  readonly locale: Locale;
  readonly request?: { readonly id: string; readonly ip: string | null; readonly userAgent: string | null };
};
