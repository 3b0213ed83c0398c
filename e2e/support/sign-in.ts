import type { APIRequestContext } from "@playwright/test";

/** Signs the context in as a browser's form would; its cookie serves every page of the context. */
export async function signIn(
  request: APIRequestContext,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await request.post("/api/auth/callback/credentials", {
    form: { email, password, csrfToken, json: "true" },
    maxRedirects: 0,
  });
  const { url } = (await answer.json()) as { url?: string };
  if (!answer.ok() || url?.includes("error=")) throw new Error(`Signing in as ${email} was refused: ${url}`);
}
