import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures";
import { open } from "../support/pages";

const LINK = "/logs?from=now-6h&to=now&tz=Asia%2FSeoul&words=%22card+declined%22&severity=error&service=checkout";

/** What the page says about range, zone and filters. */
async function shown(page: Page): Promise<Record<string, string | null>> {
  return {
    range: await page.getByRole("button", { name: /^Time range/ }).getAttribute("aria-label"),
    zone: await page.getByRole("button", { name: /Time zone/ }).getAttribute("aria-label"),
    words: await page.getByRole("searchbox").inputValue(),
    service: await page.getByRole("combobox", { name: "Any service" }).inputValue(),
    severity: await page.getByRole("combobox", { name: "Any severity" }).inputValue(),
  };
}

test("a link with a range, filters and a zone shows them, and the same after a reload", async ({ desk }) => {
  await open(desk, LINK);
  const seen = await shown(desk);
  expect(seen).toMatchObject({ words: '"card declined"', service: "checkout", severity: "error" });
  expect(seen["range"]).toContain("Last 6 hours");
  expect(seen["zone"]).toContain("Asia/Seoul");
  await desk.reload();
  await expect(desk.getByRole("button", { name: /^Live/ })).toBeVisible();
  expect(await shown(desk)).toEqual(seen);

  await desk.getByRole("combobox", { name: "Any severity" }).selectOption("warn");
  await expect(desk).toHaveURL(/severity=warn/);
  await desk.getByRole("navigation").first().getByRole("link", { name: "Hosts" }).click();
  await expect(desk).toHaveURL(/\/hosts\?.*from=now-6h/);
  await expect(desk).toHaveURL(/tz=Asia/);
});

test("dragging over a chart zooms into what was dragged over, and zooming back restores the range", async ({
  desk,
}) => {
  await open(desk, "/explore?metric=host_uptime_seconds&from=now-30m&to=now");
  const plot = desk.locator("figure svg").first();
  await expect(plot).toBeVisible();
  const range = () => {
    const { searchParams } = new URL(desk.url());
    return [searchParams.get("from"), searchParams.get("to")];
  };
  const drag = async (from: number, to: number) => {
    const box = await plot.boundingBox();
    if (!box) throw new Error("The chart has no place on the page");
    const y = box.y + box.height / 2;
    await desk.mouse.move(box.x + box.width * from, y);
    await desk.mouse.down();
    await desk.mouse.move(box.x + box.width * to, y, { steps: 5 });
    await desk.mouse.up();
  };
  await drag(0.4, 0.6);
  await expect(desk).toHaveURL(/from=\d{13}&to=\d{13}/);
  const [from, to] = range().map(Number);
  const minutes = ((to ?? 0) - (from ?? 0)) / 60_000;
  expect(minutes).toBeGreaterThan(4);
  expect(minutes).toBeLessThan(9);
  await expect(desk.getByRole("button", { name: /^Past range/ })).toBeVisible();

  await desk.keyboard.press("Control+z");
  await expect.poll(range).toEqual(["now-30m", "now"]);
  await expect(desk.getByRole("button", { name: /^Live/ })).toBeVisible();
  await drag(0.2, 0.5);
  await expect(desk).toHaveURL(/from=\d{13}&to=\d{13}/);
  await plot.dblclick({ force: true });
  await expect.poll(range).toEqual(["now-30m", "now"]);
});
