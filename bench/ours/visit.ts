import { setTimeout as delay } from "node:timers/promises";
import type { Browser } from "@playwright/test";
import { longestTaskMs, type TraceEvent } from "@/bench/measure/renderer-tasks";

export type Visit = { scriptKb: number; lcpMs: number; loadTaskMs: number; liveTaskMs: number };

const LOAD_SECONDS = 5;
const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];

/** Opens the overview with an empty cache and a session, and watches it load and then live for a while. */
export async function visitOverview(
  browser: Browser,
  url: string,
  cookie: string,
  liveSeconds: number,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    await context.addCookies(cookiesOf(cookie, url));
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    network.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.goto(url, { waitUntil: "load" });
    if (new URL(page.url()).pathname !== "/") throw new Error(`the overview led to ${page.url()}`);
    await delay(LOAD_SECONDS * 1000);
    const loadTaskMs = longestTaskMs(eventsOf(await browser.stopTracing()));
    const lcpMs = await page.evaluate(largestPaint);
    await browser.startTracing(page, { categories: CATEGORIES });
    await delay(liveSeconds * 1000);
    const liveTaskMs = longestTaskMs(eventsOf(await browser.stopTracing()));
    return { scriptKb: bytes / 1000, lcpMs, loadTaskMs, liveTaskMs };
  } finally {
    await context.close();
  }
}

function eventsOf(trace: Buffer): TraceEvent[] {
  return (JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents;
}

// Runs in the page.
function largestPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
  });
}

function cookiesOf(header: string, url: string) {
  return header.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
