import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { everyPage, open } from "../support/pages";

const MESSAGES = path.resolve(import.meta.dirname, "../../lib/i18n/messages/en");
const MODULES = readdirSync(MESSAGES).map((file) => path.basename(file, ".json"));
const KEYS = new Set(
  MODULES.flatMap((name) => keysOf(JSON.parse(readFileSync(path.join(MESSAGES, `${name}.json`), "utf8")), name)),
);

function keysOf(messages: object, prefix: string): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "object" ? keysOf(value as object, `${prefix}.${key}`) : [`${prefix}.${key}`],
  );
}

/** Everything a person can see or hear of a page. */
function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // biome-ignore lint/performance/useDomNodeTextContent: the text of scripts is in textContent too, and nobody reads it.
    const said = [document.title, document.body.innerText];
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) said.push(element.getAttribute(name) ?? "");
    }
    return said;
  });
}

/** Keys that no language translated, and places in a sentence that nothing filled. */
function leaks(words: readonly string[]): string[] {
  const tokens = words.flatMap((text) => text.split(/[\s"'()·:,]+/));
  const known = tokens.filter((token) => KEYS.has(token));
  const unfilled = words.flatMap((text) => text.match(/\{[a-zA-Z]+(?:, (?:plural|number|select)[^}]*)?\}/g) ?? []);
  return [...known, ...unfilled];
}

test.describe("with a Korean browser", () => {
  test.use({ locale: "ko-KR", timezoneId: "Asia/Seoul" });

  test("everything is in Korean from the door on, without anybody having chosen it", async ({ page, session }) => {
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "ko");
    await expect(page.getByRole("button", { name: "로그인" })).toBeVisible();
    await page.context().addCookies((await session()).filter(({ name }) => !name.startsWith("nocturne_")));
    await open(page, "/");
    await expect(
      page.getByRole("navigation", { name: "주 메뉴" }).getByRole("link", { name: "종합 현황" }),
    ).toBeVisible();
    await open(page, "/hosts");
    await expect(page.getByRole("heading", { level: 1, name: "호스트" })).toBeVisible();
    await expect(page.getByRole("columnheader", { name: "상태" })).toBeVisible();
  });

  test("the switch overrides the browser, and a reload keeps what was chosen", async ({ desk }) => {
    await open(desk, "/hosts");
    await desk.getByRole("button", { name: /^내 계정/ }).click();
    await desk.getByRole("button", { name: "English" }).click();
    await expect(desk.getByRole("heading", { level: 1, name: "Hosts" })).toBeVisible();
    await desk.reload();
    await expect(desk.getByRole("heading", { level: 1, name: "Hosts" })).toBeVisible();
    await expect(desk.locator("html")).toHaveAttribute("lang", "en");
    await open(desk, "/services");
    await expect(desk.getByRole("heading", { level: 1, name: "Services" })).toBeVisible();
  });
});

for (const [locale, language] of [
  ["en-US", "English"],
  ["ko-KR", "Korean"],
] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ locale });

    test(`no page shows the name of a message in place of its ${language} words`, async ({ desk, api }) => {
      for (const address of await everyPage(api)) {
        await open(desk, address);
        await expect(desk.locator("html"), address).toHaveAttribute("lang", locale.slice(0, 2));
        await expect(desk.getByText("…", { exact: true }), address).toHaveCount(0);
        expect(leaks(await wordsOf(desk)), address).toEqual([]);
      }
    });
  });
}

test("the search for leaked names finds one", () => {
  expect(leaks(["Open shell.nav.hosts now", "{count} left"])).toEqual(["shell.nav.hosts", "{count}"]);
});
