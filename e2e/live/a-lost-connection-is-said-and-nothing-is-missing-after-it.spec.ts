import { randomUUID } from "node:crypto";
import type { Page, WebSocketRoute } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { open } from "../support/pages";

const BACK = { timeout: 15_000 };

/** Lets a test cut the page's sockets and let them through again. */
async function socketsOf(page: Page): Promise<{ cut(): Promise<void>; mend(): void }> {
  let isCut = false;
  const opened = new Set<WebSocketRoute>();
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) {
      // Once it is open: a socket that never opens is given up only after ten seconds.
      setImmediate(() => void socket.close());
      return;
    }
    opened.add(socket);
    socket.connectToServer();
  });
  return {
    async cut() {
      isCut = true;
      await Promise.all([...opened].map((socket) => socket.close()));
      opened.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
}

const banner = (page: Page) => page.getByRole("alert").filter({ hasText: "The live connection is lost" });

test("without its connection the console says so on every page that is opened", async ({ desk }) => {
  const sockets = await socketsOf(desk);
  await open(desk, "/");
  await expect(banner(desk)).toBeHidden();
  await sockets.cut();
  await expect(banner(desk)).toBeVisible();
  for (const place of await desk.getByRole("navigation").first().getByRole("link").all()) {
    await place.click();
    await expect(place).toHaveAttribute("aria-current", "page");
    await expect(banner(desk)).toBeVisible();
  }
  sockets.mend();
  await expect(banner(desk)).toBeHidden(BACK);
});

test("what happened while the connection was lost is on the screen once it is back, without a reload", async ({
  desk,
  api,
  collector,
}) => {
  const sockets = await socketsOf(desk);
  await collector.sends("cpu", 41);
  await desk.goto("/hosts");
  await expect(desk.getByRole("button", { name: /^Live/ })).toBeVisible();
  const row = desk.getByRole("row").filter({ hasText: collector.host });
  await expect(row).toContainText("41");

  await sockets.cut();
  await expect(banner(desk)).toBeVisible();
  await collector.sends("cpu", 97);
  const name = `Region ${randomUUID().slice(0, 8)}`;
  const region = await api.post<{ id: string; version: number }>("/api/v1/regions", { name });
  await expect(row).toContainText("41");
  await desk.evaluate(() => Object.assign(window, { sameDocument: true }));

  sockets.mend();
  await expect(banner(desk)).toBeHidden(BACK);
  await expect(desk.getByRole("button", { name: /^Live/ })).toBeVisible();
  await expect(row).toContainText("97");
  await expect(desk.getByRole("combobox", { name: "Any region" }).getByRole("option", { name })).toBeAttached();
  expect(await desk.evaluate(() => "sameDocument" in window)).toBe(true);
  await api.remove(`/api/v1/regions/${region.id}?version=${region.version}`);
});
