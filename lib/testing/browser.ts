import { existsSync } from "node:fs";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Flags that keep a Chromium of Debian quiet and able to run as root in a container. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The browser to test with: CHROMIUM_PATH, else one of the system, else undefined (Playwright's own). */
export function findBrowser(): string | undefined {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen && !existsSync(chosen)) throw new Error(`CHROMIUM_PATH leads nowhere: ${chosen}`);
  return chosen ?? SYSTEM.find((path) => existsSync(path));
}
