import { localeOf } from "@/lib/http/door";
import { authenticateSlot } from "@/lib/http/slots";
import type { SignedIn } from "@/lib/identity/sessions/session";
import type { Ctx } from "@/lib/platform/ctx";
import { groundSlot } from "@/lib/platform/ground";

/** The context of a page that is being rendered, from its request headers; undefined when nobody is signed in. */
export async function pageCtx(headers: Headers): Promise<{ ctx: Ctx; signedIn: SignedIn } | undefined> {
  const { database, clock } = groundSlot.take();
  const caller = await authenticateSlot.take()({ cookie: headers.get("cookie") });
  if (!caller?.signedIn) return undefined;
  return {
    ctx: { org: caller.org, actor: caller.actor, now: clock.now(), db: database, locale: localeOf(headers) },
    signedIn: caller.signedIn,
  };
}
