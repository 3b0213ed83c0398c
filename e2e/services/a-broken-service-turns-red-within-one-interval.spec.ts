import { randomUUID } from "node:crypto";
import { expect, test } from "../support/fixtures";
import { startShakyService } from "../support/shaky-service";

const INTERVAL_SECONDS = 10;
/** One interval until it is asked, and a moment until it is judged, told and drawn. */
const SOON = { timeout: INTERVAL_SECONDS * 1_000 + 5_000 };

type Made = { id: string; slug: string; version: number };

test("a service that breaks turns red within one interval of its check, its uptime counts it, and it recovers", async ({
  desk,
  api,
}) => {
  const shop = await startShakyService();
  const name = `shop-${randomUUID().slice(0, 8)}`;
  const region = await api.post<Made>("/api/v1/regions", { name: `Region of ${name}` });
  const service = await api.post<Made>("/api/v1/services", { name });
  const check = await api.post<Made>("/api/v1/checks", {
    kind: "http",
    name: `${name} front`,
    service: service.id,
    region: region.id,
    intervalSeconds: INTERVAL_SECONDS,
    config: { url: shop.url },
  });
  try {
    await desk.goto(`/services/${service.slug}`);
    const head = desk.locator("header").filter({ has: desk.getByRole("heading", { level: 1, name }) });
    const uptime = desk.locator("dl > div").filter({ hasText: "Uptime 24 h" }).getByRole("definition").first();
    await expect(head).toContainText("Healthy", SOON);
    await expect(uptime).toHaveText(/^100\s%$/);

    shop.breaks();
    await expect(head).toContainText("Down", SOON);
    const there = desk
      .getByRole("row")
      .filter({ hasText: `Region of ${name}` })
      .first();
    await expect(there).toContainText("Down");
    await expect(there).toContainText(`Checks down (1): ${name} front`);

    const wall = await desk.context().newPage();
    await wall.goto("/");
    const cause = wall.getByRole("region", { name: "What is wrong" }).getByRole("listitem").filter({ hasText: name });
    await expect(cause).toHaveCount(1);
    await expect(cause).toContainText("Down");
    await expect(cause).toContainText("unexpected status");
    await expect(cause).toContainText(`Region of ${name}`);
    const line = wall.getByRole("row").filter({ hasText: name });
    await expect(line).toContainText("Down");

    shop.mends();
    await expect(head).toContainText("Healthy", SOON);
    await expect(cause).toHaveCount(0);
    await expect(line).toContainText("Healthy");
    const counted = await uptimeByChanges(api, service.slug);
    expect(counted.downMs).toBeGreaterThan(1_000);
    const shown = Number.parseFloat((await uptime.textContent()) ?? "");
    expect(shown).toBeLessThan(100);
    expect(shown).toBeGreaterThan(0);
    await expect(desk.getByRole("listitem").filter({ hasText: /^Down ·/ })).toHaveCount(1);
    const history = desk.getByRole("row").filter({ hasText: /→/ });
    await expect(history.filter({ hasText: /Healthy→Down/ }).first()).toBeVisible();
    await expect(history.filter({ hasText: /Down→Healthy/ }).first()).toBeVisible();
  } finally {
    await shop.stop();
    await api.remove(`/api/v1/checks/${check.slug}?version=${check.version}`);
    await api.remove(`/api/v1/services/${service.slug}?version=${service.version}`);
    await api.remove(`/api/v1/regions/${region.id}?version=${region.version}`);
  }
});

type Changes = { changes: { at: string; to: string }[] };

/** How long the service was down by the changes that were recorded, newest first. */
async function uptimeByChanges(api: { get<T>(path: string): Promise<T> }, slug: string): Promise<{ downMs: number }> {
  const { changes } = await api.get<Changes>(`/api/v1/services/${slug}`);
  let downMs = 0;
  for (const [at, change] of changes.entries()) {
    const before = changes[at + 1];
    if (before?.to === "down") downMs += Date.parse(change.at) - Date.parse(before.at);
  }
  return { downMs };
}
