import { expect, test } from "../support/fixtures";
import { open } from "../support/pages";

test("Ctrl+K opens the palette from any page, and words and Enter go to a page or to a host", async ({
  desk,
  collector,
}) => {
  await collector.sends("cpu", 41);
  await open(desk, "/checks");
  await desk.keyboard.press("Control+k");
  const palette = desk.getByRole("dialog", { name: "Search and go" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await field.fill("logs");
  await field.press("Enter");
  await expect(desk).toHaveURL(/\/logs$/);
  await expect(palette).toBeHidden();

  await desk.keyboard.press("Control+k");
  await field.fill(collector.host);
  await expect(palette.getByRole("option")).toHaveCount(1);
  await field.press("Enter");
  await expect(desk.getByRole("heading", { level: 1, name: collector.host })).toBeVisible();

  await desk.keyboard.press("g");
  await desk.keyboard.press("s");
  await expect(desk).toHaveURL(/\/services$/);
});
