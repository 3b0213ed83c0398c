import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { everyPage, open } from "../support/pages";

// A label in explore is added to a question, not to the console.
const CHANGES =
  /^(add(?! a label)|new|create|make|enrol|edit|change|save|delete|remove|revoke|rotate|rename|pause|resume|check now|more for)\b/i;

async function offers(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (const role of ["button", "link", "menuitem"] as const) {
    for (const each of await page.getByRole("main").getByRole(role).all()) {
      names.push(((await each.getAttribute("aria-label")) ?? (await each.textContent()) ?? "").trim());
    }
  }
  return names.filter((name) => CHANGES.test(name));
}

test("a viewer sees every page and is offered nothing that changes, and what is sent anyway is refused", async ({
  enterAs,
  api,
  product,
}) => {
  test.slow();
  const pages = (await everyPage(api)).filter((path) => !/\/(new|edit)$/.test(path));
  const page = await enterAs("viewer");
  for (const path of pages) {
    await open(page, path);
    await expect(page.getByRole("main").locator("table, ul, dl, form, section").first(), path).toBeVisible();
    expect(await offers(page), path).toEqual([]);
  }
  const refused = await page.request.post("/api/v1/services", {
    data: { name: "not mine to add" },
    headers: { origin: product.address },
  });
  expect(refused.status()).toBe(403);
});

test("a manager is offered what a viewer is not", async ({ enterAs }) => {
  const page = await enterAs("manager");
  await open(page, "/checks");
  await expect(page.getByRole("link", { name: "Add a check" })).toBeVisible();
  await expect.poll(() => offers(page)).toContainEqual(expect.stringMatching(/^More for/));
});
