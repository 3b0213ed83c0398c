/** Cookies that hold a person's own choices, so that the server's first paint already follows them. */
export const SCHEME_COOKIE = "nocturne_scheme";
export const ZONE_COOKIE = "nocturne_zone";
export const RAIL_COOKIE = "nocturne_rail";

const YEAR_SECONDS = 31_536_000;

export type Scheme = "dark" | "light";

export function readScheme(value: string | undefined): Scheme {
  return value === "light" ? "light" : "dark";
}

/** A zone that this runtime knows, or undefined. */
export function readZone(value: string | undefined): string | undefined {
  if (!value || value.length > 64) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

export function rememberChoice(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent from plain HTTP, where a console is often reached.
  document.cookie = `${cookie}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
