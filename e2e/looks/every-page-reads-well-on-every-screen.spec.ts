import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";

const PAGES = ["/", "/services", "/regions", "/hosts", "/checks", "/database", "/logs", "/explore", "/collectors"];

const SCREENS = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  "4K wall": { width: 3840, height: 2160 },
  "upright wall": { width: 1080, height: 1920 },
};

/** Everything the browser complained about: policy violations, hydration, missing messages. */
function complaints(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error)));
  return said;
}

async function speak(page: Page, locale: "en" | "ko"): Promise<void> {
  await page.context().addCookies([{ name: "nocturne_locale", value: locale, url: page.url() }]);
}

for (const locale of ["en", "ko"] as const) {
  for (const [screen, size] of Object.entries(SCREENS)) {
    test(`every page fits a ${screen} in ${locale} without a complaint`, async ({ desk }) => {
      await speak(desk, locale);
      await desk.setViewportSize(size);
      const said = complaints(desk);
      for (const path of PAGES) {
        await desk.goto(path);
        await expect(desk.locator("h1").first()).toBeAttached();
        const spill = () => desk.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        await expect.poll(spill, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
      }
      expect(said).toEqual([]);
    });
  }
}

for (const scheme of ["dark", "light"] as const) {
  test(`every page can be read and named by assistive technology in the ${scheme} theme`, async ({ desk }) => {
    test.setTimeout(240_000);
    await desk.context().addCookies([{ name: "nocturne_scheme", value: scheme, url: desk.url() }]);
    for (const path of PAGES) {
      await desk.goto(path);
      await expect(desk.locator("h1").first()).toBeAttached();
      const { violations } = await new AxeBuilder({ page: desk }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.target).join(" | ")}`),
      ).toEqual([]);
    }
  });
}

test("every answer carries a policy with a nonce of its own, also where there is nothing", async ({ desk }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/services", "/services/none-such", "/nowhere", "/sign-in"]) {
    const answer = await desk.request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy, path).toContain("'strict-dynamic'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(answer.headers()["x-content-type-options"], path).toBe("nosniff");
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? path);
  }
  expect(nonces.size).toBe(5);
});

test("a lost connection is said on the page, and no longer once it is back", async ({ desk }) => {
  let cut = true;
  await desk.routeWebSocket(/socket\.io/, (socket) => {
    if (cut) void socket.close();
    else socket.connectToServer();
  });
  await desk.goto("/");
  const said = desk.getByRole("alert").filter({ hasText: "The live connection is lost" });
  await expect(said).toBeVisible({ timeout: 15_000 });
  cut = false;
  await expect(said).toBeHidden({ timeout: 15_000 });
  await expect(desk.getByRole("button", { name: /^Live/ })).toBeVisible();
});
