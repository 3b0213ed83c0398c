import { test as base, type Cookie, expect, type Page, request } from "@playwright/test";
import { clockOf, type TestClock } from "./clock";
import { type CollectorDouble, enrolDouble } from "./collector-double";
import { nocturne } from "./command-line";
import { type ConsoleApi, consoleApi } from "./console-api";
import { newPerson } from "./person";
import { ADMINISTRATOR, type ProductPlace } from "./product";
import { signIn } from "./sign-in";

type Fixtures = {
  /** A page signed in as the administrator, at the overview. */
  desk: Page;
  /** Signs the page in as somebody new with this role, at the overview. */
  enterAs: (role: string) => Promise<Page>;
  clock: TestClock;
  /** A collector that sends what the test tells it to. */
  collector: CollectorDouble;
};

type Shared = {
  /** The product that this run started. */
  product: ProductPlace;
  /** The API with an administrator's key. */
  api: ConsoleApi;
  /** Answers the cookies of the administrator's session, which is opened once and again only when it has ended: sign-ins are limited. */
  session: () => Promise<Cookie[]>;
};

export const test = base.extend<Fixtures, Shared>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => use(JSON.parse(process.env["NOCTURNE_E2E"] ?? "{}") as ProductPlace),
    { scope: "worker" },
  ],
  api: [
    async ({ product }, use) => {
      const token = await nocturne(product.data, "keys", "create", "--name", "browser", "--role", "administrator");
      await use(consoleApi(product.address, token));
    },
    { scope: "worker" },
  ],
  session: [
    async ({ product }, use) => {
      let cookies: Cookie[] = [];
      await use(async () => {
        const client = await request.newContext({ baseURL: product.address, storageState: { cookies, origins: [] } });
        const known = cookies.length > 0 && (await client.get("/api/v1/me")).ok();
        if (!known) await signIn(client, ADMINISTRATOR);
        cookies = (await client.storageState()).cookies;
        await client.dispose();
        return cookies;
      });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ product }, use) => use(product.address),
  collector: async ({ product, api }, use) => {
    const code = await nocturne(product.data, "enrolments", "create");
    const collector = await enrolDouble(product.address, code);
    await use(collector);
    // A collector that nobody speaks for any more would stand in every later test's list of what is wrong.
    await api.post(`/api/v1/collectors/${collector.id}/revoke`, {});
  },
  clock: async ({ product }, use) => use(clockOf(product.data)),
  desk: async ({ page, session }, use) => {
    await page.context().addCookies(await session());
    await page.goto("/");
    await use(page);
  },
  enterAs: async ({ page, product }, use) =>
    use(async (role) => {
      await signIn(page.request, await newPerson(product.data, role));
      await page.goto("/");
      return page;
    }),
});

export { expect };
