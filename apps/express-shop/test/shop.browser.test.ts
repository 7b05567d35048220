// @ts-check
import type { Browser } from "playwright-core";
import type { World } from "../demo/start-world.js";
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

  async function openPage(world: World) {
    const context = await browser.newContext({
      httpCredentials: { username: "clerk", password: world.officePassword },
    });
    onTestFinished(() => context.close());
    const complaints = [];
    const newPage = async () => {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      return page;
    };
    return { page: await newPage(), newPage, complaints };
  }

  test("an order turns paid while its page stands still", async () => {
    const world = await openWorld();
    const { page, newPage, complaints } = await openPage(world);
    await page.goto(world.shopUrl);
    await page.getByRole("button", { name: "Add First Light to the basket" }).click();
    await page.getByRole("button", { name: "Pay €14.50" }).click();
    const cashier = page.url();
    await page.getByRole("button", { name: "Walk away" }).click();
    await page.getByRole("heading", { name: "Waiting for the payment" }).waitFor();
    await page.evaluate(() => Object.assign(window, { marker: "the same document" }));

    // The customer pays in another tab; nobody touches the first one.
    const other = await newPage();
    await other.goto(cashier);
    await other.getByRole("link", { name: "Northbank" }).click();
    await other.getByRole("button", { name: "Pay 14.50 EUR" }).click();

    await page.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("the same document");
    expect(await page.title()).toContain("Paid");
    expect(await page.getByRole("status").textContent()).toContain("Paid");
    expect(complaints).toEqual([]);
  });

  test("a withdrawal appears in the back office by itself, is approved, and leaves the wallet", async () => {
    const world = await openWorld();
    const { page, newPage, complaints } = await openPage(world);
    await page.goto(`${world.shopUrl}/wallet`);
    await page.getByRole("button", { name: "Top up" }).click();
    await page.getByRole("link", { name: "Pursa" }).click();
    await page.getByRole("button", { name: "Pay 20.00 EUR" }).click();
    await page.getByRole("link", { name: "To the wallet" }).click();

    const office = await newPage();
    await office.goto(`${world.shopUrl}/office`);
    await office.getByText("Nothing waits").waitFor();

    await page.getByLabel("Amount in EUR").last().fill("7.50");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByRole("link", { name: "Pursa" }).click();
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("Waiting for our approval").waitFor();
    // Typed meanwhile, and still there when the page changes around it.
    await page.getByLabel("Amount in EUR").last().fill("1.23");

    await office.getByRole("button", { name: "Approve payout" }).click();
    await page.getByText("Paid out").waitFor();
    expect(await page.locator("#balance").textContent()).toBe("€12.50");
    expect(await page.getByLabel("Amount in EUR").last().inputValue()).toBe("1.23");
    expect(complaints).toEqual([]);
  });

  test.each([390, 768, 1280])("no page is wider than a screen of %i pixels", async (width) => {
    const world = await openWorld();
    const { page } = await openPage(world);
    await page.setViewportSize({ width, height: 800 });
    for (const path of ["/", "/wallet", "/office", "/nowhere"]) {
      await page.goto(world.shopUrl + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  test("everything can be reached and used from the keyboard", async () => {
    const world = await openWorld();
    const { page } = await openPage(world);
    await page.goto(world.shopUrl);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("To the content");
    await page.getByRole("button", { name: "Add Deck Mug to the basket" }).focus();
    await page.keyboard.press("Enter");
    // The locator waits until the page is settled: a key that is pressed before is lost.
    await page.getByRole("button", { name: "Pay €16.40" }).press("Enter");
    await page.getByRole("heading", { name: "How would you like to pay?" }).waitFor();
  });
});
