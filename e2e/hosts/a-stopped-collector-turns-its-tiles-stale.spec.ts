import { expect, test } from "../support/fixtures";

test("a stopped collector turns its tiles grey and hatched, and stands alone in the list of what is wrong", async ({
  desk,
  api,
  clock,
  collector,
}) => {
  const asked = await api.post<{ slug: string; version: number }>("/api/v1/checks", {
    kind: "tcp",
    name: `Gate of ${collector.host}`,
    collector: collector.id,
    intervalSeconds: 30,
    config: { host: "127.0.0.1", port: 9 },
  });
  await collector.sends("cpu", 41);
  await collector.answers(asked.slug, true);
  await expect.poll(() => stateOf(api, `/api/v1/checks/${asked.slug}`)).toBe("healthy");

  // The browser's own time goes on beside the console's: nothing on the page is loaded again.
  await desk.clock.install();
  await desk.goto("/hosts");
  await desk.getByRole("link", { name: collector.host }).click();
  const heading = desk.locator("header").filter({ has: desk.getByRole("heading", { name: collector.host }) });
  await expect(heading).toContainText("Healthy");
  const tile = desk.locator("[data-standing]").filter({ hasText: "CPU" }).first();
  await expect(tile).toContainText("41");
  await expect(tile).toHaveAttribute("data-standing", /within|plain/);
  await desk.evaluate(() => Object.assign(window, { sameDocument: true }));

  await clock.forward("5m");
  await desk.clock.fastForward("05:00");
  await expect(tile).toHaveAttribute("data-standing", "stale");
  await expect(tile).toContainText(/Stale · last sample 5m/);
  await expect(tile).toContainText("41");
  const look = await tile.evaluate((element) => {
    const number = element.querySelector("[class*=number]") ?? element;
    const probe = document.createElement("i");
    element.append(probe);
    const colourOf = (name: string) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const grey = colourOf("unknown");
    const healthy = colourOf("healthy");
    probe.remove();
    const inks = [element, ...element.querySelectorAll("*")].map((each) => getComputedStyle(each).color);
    return {
      hatched: getComputedStyle(element).backgroundImage.includes("repeating-linear-gradient"),
      grey: getComputedStyle(number).color === grey,
      green: inks.includes(healthy),
    };
  });
  expect(look).toEqual({ hatched: true, grey: true, green: false });
  await expect(heading).toContainText("No data");
  await expect(heading).toContainText(/silent/);
  expect(await desk.evaluate(() => "sameDocument" in window)).toBe(true);

  await desk.goto(`/checks/${asked.slug}`);
  const checkHeading = desk.locator("header").filter({ has: desk.getByRole("heading", { level: 1 }) });
  await expect(checkHeading).toContainText("No data");
  await expect(checkHeading).toContainText(`Its collector ${collector.host} is silent`);
  await desk.goto("/");
  const wrong = desk.getByRole("region", { name: "What is wrong" }).getByRole("listitem");
  const cause = wrong.filter({ hasText: collector.host });
  await expect(cause).toHaveCount(1);
  await expect(cause).toContainText("collector");
  await expect(cause).toContainText("1 check blind because of it");

  // The first answer tells the collector the console's time, as it would a real one.
  await collector.sends("memory", 12);
  await collector.sends("cpu", 12);
  await collector.answers(asked.slug, true);
  await expect(cause).toHaveCount(0);
  await api.remove(`/api/v1/checks/${asked.slug}?version=${asked.version}`);
});

async function stateOf(api: { get<T>(path: string): Promise<T> }, path: string): Promise<string> {
  return (await api.get<{ state: string }>(path)).state;
}
