import { decode } from "next-auth/jwt";
import { cookieSecret, readCookie, sessionCookieName } from "@/lib/identity/cookie";
import { createKeyFinder } from "@/lib/identity/keys/find-key";
import { createSessionFinder } from "@/lib/identity/sessions/find-session";
import type { SignedIn } from "@/lib/identity/sessions/session";
import type { Actor } from "@/lib/kernel/actor";
import type { Ground } from "@/lib/platform/ground";

export type Authenticated = { org: string; actor: Actor; by: "cookie" | "key"; signedIn?: SignedIn };
export type Credential = { authorization?: string | null | undefined; cookie?: string | null | undefined };
export type Authenticate = (credential: Credential) => Promise<Authenticated | undefined>;

const MOST_OPENED = 10_000;

/** Answers who sends a request, from its bearer key or else its session cookie; undefined when nobody known does. `forget` drops what is remembered. */
export function createAuthenticate(ground: Ground): Authenticate & { forget(): void } {
  const findKey = createKeyFinder(ground);
  const findSession = createSessionFinder(ground);
  const secret = cookieSecret(ground.secret);
  // Opening a cookie derives a key; the same cookie always holds the same token, whose session is looked up each time all the same.
  const opened = new Map<string, string>();

  async function tokenOf(cookie: string | null | undefined): Promise<string | undefined> {
    const sealed = readCookie(cookie, sessionCookieName(true)) ?? readCookie(cookie, sessionCookieName(false));
    if (!sealed) return undefined;
    const known = opened.get(sealed);
    if (known) return known;
    const claims = await decode({ token: sealed, secret }).catch(() => null);
    const token = claims?.["sessionToken"];
    if (typeof token !== "string") return undefined;
    if (opened.size >= MOST_OPENED) opened.clear();
    opened.set(sealed, token);
    return token;
  }

  const authenticate: Authenticate = async ({ authorization, cookie }) => {
    if (authorization) {
      const holder = await findKey(authorization.replace(/^Bearer\s+/i, "").trim());
      return holder && { ...holder, by: "key" };
    }
    const token = await tokenOf(cookie);
    const signedIn = token ? await findSession(token) : undefined;
    if (!signedIn) return undefined;
    const { id, name, role } = signedIn.user;
    return {
      org: signedIn.org,
      actor: { kind: "user", id, name, role, sessionId: signedIn.sessionId },
      by: "cookie",
      signedIn,
    };
  };
  return Object.assign(authenticate, {
    forget() {
      findKey.forget();
      findSession.forget();
    },
  });
}
