import { expect, test } from "../support/fixtures";

const CUT = { timeout: 5_000 };

test("an open page whose session is revoked is cut within five seconds, and nothing opens with it any more", async ({
  enterAs,
  api,
}) => {
  const page = await enterAs("operator");
  await page.goto("/hosts");
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
  await expect(page.getByRole("table")).toBeVisible();
  const { actor } = (await (await page.request.get("/api/v1/me")).json()) as { actor: { sessionId: string } };

  await api.remove(`/api/v1/sessions/${actor.sessionId}`);
  const said = page.getByRole("alert").filter({ hasText: "Your session has ended." });
  await expect(said).toBeVisible(CUT);
  await expect.poll(async () => (await page.request.get("/api/v1/hosts")).status(), CUT).toBe(401);
  await said.getByRole("link", { name: "Sign in again" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
