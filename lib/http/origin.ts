/**
 * Whether a request that changes something comes from our own pages: the browser's Sec-Fetch-Site when it is sent, and an Origin
 * that is the public URL's or the host the request was made to.
 */
export function isOwnOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const site = headers.get("sec-fetch-site");
  if (site && site !== "same-origin") return false;
  return originAllowed(headers.get("origin"), headers.get("host"), publicUrl);
}

/** Whether an Origin header names this console: the public URL's origin, or, when none is set, the host that was asked. */
export function originAllowed(
  origin: string | null | undefined,
  host: string | null | undefined,
  publicUrl: string | undefined,
): boolean {
  if (!origin || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (publicUrl && from.origin === new URL(publicUrl).origin) return true;
  return publicUrl === undefined && (from.protocol === "http:" || from.protocol === "https:") && from.host === host;
}
