import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCheckout } from "../merchant.js";
import { openPortal } from "./browser-session.js";
import { launchBrowser } from "../launch-browser.js";

// The long form asserts the goal, which a busy machine cannot keep:
// NUMIPAY_PAINT_RUNS=9 npx vitest run --project browser packages/sandbox/test/portal/first-paint.browser.test.ts
const longRuns = Number(process.env["NUMIPAY_PAINT_RUNS"] ?? 0);
const isLong = longRuns > 0;
const runs = isLong ? longRuns : 3;
const maxPaintMs = isLong ? 900 : 3000;
const maxBytes = 100_000;

/** Lighthouse's slow 4G: 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Load {
  /** All bytes of the page's files with their headers, as sent. */
  readonly bytes: number;
  readonly scripts: readonly string[];
  readonly paintMs: number;
}

/** Loads a page without a cache, and waits until its script is connected. */
async function load(page: Page, devtools: CDPSession, url: string): Promise<Load> {
  let bytes = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }): void => {
    bytes += encodedDataLength;
  };
  devtools.on("Network.loadingFinished", count);
  await page.goto(url, { waitUntil: "load" });
  await page.getByText("Live", { exact: true }).waitFor();
  devtools.off("Network.loadingFinished", count);
  const seen = await page.evaluate(() => ({
    scripts: performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".js")),
    paintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  }));
  return { bytes, ...seen };
}

describe("the first page of a full list", () => {
  it("is small, and appears soon on a slow phone", async () => {
    const { merchant, page } = await openPortal(browser);
    const url = `${merchant.sandbox.baseUrl}/portal/transactions`;
    for (let number = 0; number < 60; number += 1) {
      await openCheckout(merchant, { tracking_id: `order-${number}` });
    }
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    const first = await load(page, devtools, url);
    expect(first.bytes).toBeGreaterThan(1000);
    expect(first.bytes).toBeLessThan(maxBytes);
    // Each module is preloaded, so none waits for the one that imports it.
    const preloaded = await page
      .locator("link[rel=modulepreload]")
      .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
    expect(new Set(first.scripts)).toEqual(new Set(preloaded));

    await devtools.send("Network.emulateNetworkConditions", slow4g);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    const paints: number[] = [];
    for (let run = 0; run < runs; run += 1) paints.push((await load(page, devtools, url)).paintMs);
    const median = paints.toSorted((a, b) => a - b)[Math.floor(runs / 2)];
    if (isLong) console.log({ bytes: first.bytes, median, paints });
    expect(median).toBeLessThan(maxPaintMs);
  });
});
