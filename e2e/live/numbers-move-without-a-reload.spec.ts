import { hostname } from "node:os";
import { expect, test } from "../support/fixtures";
import { ADMINISTRATOR } from "../support/product";

test("an operator signs in and sees this machine's numbers move without a reload", async ({ page }) => {
  await page.goto("/hosts");
  await page.getByLabel("E-mail").fill(ADMINISTRATOR.email);
  await page.getByRole("textbox", { name: "Password" }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Sign in" }).click();

  const row = page.getByRole("row").filter({ hasText: hostname() });
  await expect(row).toBeVisible();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const seen = new Set<string | null>();
  await expect.poll(async () => seen.add(await row.textContent()).size, { timeout: 30_000 }).toBeGreaterThan(3);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
});

test("what a collector sends is on the screen of whoever looks at its host", async ({ desk, collector }) => {
  await collector.sends("cpu", 41);
  await desk.goto("/hosts");
  const row = desk.getByRole("row").filter({ hasText: collector.host });
  await expect(row).toContainText("41");
  await collector.sends("cpu", 97);
  await expect(row).toContainText("97");
});
