// @ts-check
import type { Browser } from "playwright-core";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld } from "./world.js";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const isMissing = !existsSync(executablePath) && process.env.CI !== "true";
if (isMissing) {
  console.warn(`Skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH.`);
}

describe.skipIf(isMissing)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(() => browser?.close());

  async function openTabs() {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const complaints: string[] = [];
    const newTab = async () => {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      return page;
    };
    return { newTab, complaints };
  }

  /** From the board to the provider's own page. */
  async function book(page, world, { provider }) {
    await page.goto(world.officeUrl);
    await page.getByRole("link", { name: "Berths from Vienna to Venice" }).click();
    await page.getByLabel("Cabin for one").check();
    await page.getByLabel("Name, as on your passport").fill("Ada Tester");
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel(provider).check();
    await page.getByRole("button", { name: "Hold the berth and pay" }).click();
    await page.getByRole("heading", { name: `Pay with ${provider}` }).waitFor();
  }

  test("a ticket turns confirmed while its page stands still", async () => {
    const world = await openWorld();
    const { newTab, complaints } = await openTabs();
    const page = await newTab();
    await book(page, world, { provider: "Pursa" });
    const providersPage = page.url();
    await page.getByRole("button", { name: "Walk away" }).click();
    await page.getByRole("heading", { name: "Your berth is held" }).waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    // The passenger pays in another tab; nobody touches the first one.
    const other = await newTab();
    await other.goto(providersPage);
    await other.getByRole("button", { name: "Pay 119.00 EUR" }).click();

    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("All aboard");
    expect(await page.getByRole("status").textContent()).toContain("All aboard");
    expect(complaints).toEqual([]);
  });

  test("a declined passenger tries again with another provider", async () => {
    const world = await openWorld();
    const { newTab, complaints } = await openTabs();
    const page = await newTab();
    await book(page, world, { provider: "Northbank" });
    await page.getByRole("button", { name: "Fail the payment" }).click();
    await page.getByRole("heading", { name: "The payment was declined" }).waitFor();
    await page.getByLabel("Pursa").check();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Pay 119.00 EUR" }).click();
    await page.getByRole("heading", { name: "All aboard" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([320, 768])("no page is wider than %i pixels", async (width) => {
    const world = await openWorld();
    const { newTab } = await openTabs();
    const page = await newTab();
    await page.setViewportSize({ width, height: 800 });
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
    for (const path of ["/", "/trains/np-471", "/nowhere"]) {
      await page.goto(world.officeUrl + path);
      expect(await widest()).toBe(width);
    }
    await book(page, world, { provider: "Northbank" });
    await page.getByRole("button", { name: "Fail the payment" }).click();
    await page.getByRole("heading", { name: "The payment was declined" }).waitFor();
    expect(await widest()).toBe(width);
  });
});
