import type { Page } from "@playwright/test";
import type { ConsoleApi } from "./console-api";

/** The pages of the desk that stand by themselves. */
const PAGES = [
  "/",
  "/services",
  "/regions",
  "/hosts",
  "/checks",
  "/checks/new",
  "/database",
  "/logs",
  "/explore",
  "/collectors",
  "/settings",
] as const;

type Listed = { items: { id: string; slug?: string }[] };

/** Every page of the desk, with one service, one host and one check. */
export async function everyPage(api: ConsoleApi): Promise<string[]> {
  const first = async (kind: string) => {
    const { items } = await api.get<Listed>(`/api/v1/${kind}?limit=1`);
    return items.map(({ id, slug }) => `/${kind}/${slug ?? id}`);
  };
  const [services, hosts, checks] = await Promise.all([first("services"), first("hosts"), first("checks")]);
  return [...PAGES, ...services, ...hosts, ...checks, ...checks.map((path) => `${path}/edit`)];
}

/** Opens a page and waits until what it asked for has arrived. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("h1").first().waitFor({ state: "attached" });
  await page.getByRole("button", { name: /^(Live|실시간)/ }).waitFor();
}
