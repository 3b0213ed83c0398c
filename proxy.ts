import { type NextRequest, NextResponse } from "next/server";

// biome-ignore lint/style/noProcessEnv: the compiler replaces it; the settings module cannot be read at this layer.
const DEVELOPMENT = process.env.NODE_ENV === "development";

// Mantine sizes some parts with inline style attributes, which no nonce can cover: styles alone may be inline.
function policy(nonce: string): string {
  const evaluation = DEVELOPMENT ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Gives each page its own nonce and the policy that admits scripts carrying it, and nothing else. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy(nonce));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy(nonce));
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|icons/|favicon.ico|manifest.webmanifest).*)"] };
