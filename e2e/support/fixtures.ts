import { test as base, expect, type Page } from "@playwright/test";
import { clockOf, type TestClock } from "./clock";
import { type CollectorDouble, enrolDouble } from "./collector-double";
import { nocturne } from "./command-line";
import { ADMINISTRATOR, type ProductPlace } from "./product";
import { signIn } from "./sign-in";

type Fixtures = {
  /** The product that this run started. */
  product: ProductPlace;
  /** A page signed in as the administrator, at the overview. */
  desk: Page;
  clock: TestClock;
  /** A collector that sends what the test tells it to. */
  collector: CollectorDouble;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  product: async ({}, use) => use(JSON.parse(process.env["NOCTURNE_E2E"] ?? "{}") as ProductPlace),
  baseURL: async ({ product }, use) => use(product.address),
  collector: async ({ product }, use) => {
    const code = await nocturne(product.data, "enrolments", "create");
    await use(await enrolDouble(product.address, code));
  },
  clock: async ({ product }, use) => use(clockOf(product.data)),
  desk: async ({ page }, use) => {
    await signIn(page.request, ADMINISTRATOR);
    await page.goto("/");
    await use(page);
  },
});

export { expect };
