import { createHmac } from "node:crypto";

/** HTTPS gets the `__Host-` prefix, which a browser accepts only from this very host over TLS; plain HTTP an unprefixed name. */
export function sessionCookieName(secure: boolean): string {
  return secure ? "__Host-nocturne.session" : "nocturne.session";
}

/** The key under which next-auth seals its cookie, derived so that all webs of an installation share it. */
export function cookieSecret(installationSecret: string): string {
  return createHmac("sha256", installationSecret).update("session cookie").digest("base64url");
}

/** The value of one cookie in a Cookie header; undefined when it is not there. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return undefined;
}
