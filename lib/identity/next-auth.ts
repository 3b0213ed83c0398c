import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { cookieSecret, sessionCookieName } from "@/lib/identity/cookie";
import { Credentials, signIn } from "@/lib/identity/sessions/sign-in";
import { signOut } from "@/lib/identity/sessions/sign-out";
import { isRefusal } from "@/lib/kernel/refusal";
import { groundSlot } from "@/lib/platform/ground";

const MAX_AGE_SECONDS = 12 * 3600;

/**
 * next-auth with a password. Its sealed cookie carries only a random session token that is checked against its hashed row on every
 * request, so that revoking the row ends the session everywhere. `secure` is whether the browser came over HTTPS.
 */
export function authOptions(secure: boolean): NextAuthOptions {
  const { secret } = groundSlot.take();
  return {
    secret: cookieSecret(secret),
    session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    pages: { signIn: "/sign-in" },
    providers: [CredentialsProvider({ credentials: { email: {}, password: {} }, authorize })],
    events: {
      async signOut({ token }) {
        const { database, clock } = groundSlot.take();
        const sessionToken = token?.["sessionToken"];
        if (typeof sessionToken === "string") await signOut({ database, now: clock.now() }, sessionToken);
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user && "sessionToken" in user ? { sessionToken: user.sessionToken } : token),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl),
    },
  };
}

type RequestLike = { headers?: Record<string, string | undefined> };

async function authorize(credentials: Record<"email" | "password", string> | undefined, request: RequestLike) {
  const parsed = Credentials.safeParse({ email: credentials?.email, password: credentials?.password });
  if (!parsed.success) return null;
  const { database, clock } = groundSlot.take();
  const headers = request.headers ?? {};
  const deps = {
    database,
    now: clock.now(),
    ip: headers["x-nocturne-ip"] ?? null,
    userAgent: headers["user-agent"] ?? null,
  };
  try {
    const { token, userId } = await signIn(deps, parsed.data);
    return { id: userId, sessionToken: token };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // next-auth shows the message of an error to the sign-in page; only the code may travel.
    if (error.code === "too-many") throw new Error("too-many");
    return null;
  }
}
