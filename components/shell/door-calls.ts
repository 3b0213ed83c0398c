async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { credentials: "same-origin" });
  const body = (await response.json()) as { csrfToken?: string };
  return body.csrfToken ?? "";
}

export type SignInOutcome = "in" | "refused" | "too-many" | "unreachable";

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  return fetch(path, { method: "POST", credentials: "same-origin", body });
}

/** Signs in with a password; the answer says how it went, never why a password was wrong. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await post("/api/auth/callback/credentials", { email, password, callbackUrl: "/" });
    const { url } = (await response.json().catch(() => ({}))) as { url?: string };
    const error = url ? new URL(url, window.location.origin).searchParams.get("error") : null;
    if (response.ok && !error) return "in";
    return error === "too-many" || response.status === 429 ? "too-many" : "refused";
  } catch {
    return "unreachable";
  }
}

/** Ends the session here and leaves for the door. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", { callbackUrl: "/sign-in" }).catch(() => undefined);
  window.location.assign("/sign-in");
}
