import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, openCheckout } from "../merchant.js";
import { launchBrowser } from "../launch-browser.js";

// What only a browser does: it enforces the policy, renders, and runs the script.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function openSession(options: BrowserContextOptions = {}) {
  const merchant = await createMerchant({ autoDeliver: true }, "over HTTP");
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const consoleMessages: string[] = [];
  page.on("console", (message) => consoleMessages.push(message.text()));
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== merchant.sandbox.baseUrl)
      consoleMessages.push(request.url());
  });
  onTestFinished(async () => {
    await context.close();
    await merchant.sandbox.close();
  });
  const open = (path: string) => page.goto(`${merchant.sandbox.baseUrl}/portal/${path}`);
  return { merchant, page, consoleMessages, open };
}

describe("the settings pages", () => {
  it("focuses the first invalid field", async () => {
    const { page, open } = await openSession();
    await open("accounts");
    const settings = page.getByRole("region", { name: "New account" });
    await settings.getByLabel("Merchant name").fill("Second Hand Books");
    await settings.getByLabel("Webhook URL").fill("shop.test");
    await page.keyboard.press("Enter");
    const field = page.getByRole("region", { name: "New account" }).getByLabel("Webhook URL");
    await field.and(page.locator(":focus")).waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await field.fill("http://localhost:3000/webhooks");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Created Second Hand Books").waitFor();
    await page.getByRole("link", { name: "Switch to Second Hand Books" }).click();
    await page.getByRole("heading", { name: "Settings of Second Hand Books" }).waitFor();
  });

  it("reveals and revokes a key by keyboard", async () => {
    const { merchant, page, open } = await openSession();
    const { apiKey } = merchant.sandbox;
    await open("credentials");
    expect(await page.getByText(apiKey, { exact: true }).isVisible()).toBe(false);
    await page.locator("summary", { hasText: "the DEV key DEV key" }).first().focus();
    await page.keyboard.press("Enter");
    expect(await page.getByText(apiKey, { exact: true }).isVisible()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("The key is revoked").waitFor();
    expect((await merchant.call("GET", "/transactions", undefined, apiKey)).status).toBe(401);
  });

  it("updates the clock page and keeps input", async () => {
    const { merchant, page, consoleMessages, open } = await openSession();
    await open("clock");
    await page.getByRole("textbox", { name: "Advance by" }).fill("90 s");
    await page.getByText("Live", { exact: true }).waitFor();
    await openCheckout(merchant, { tracking_id: "seen-live" });
    await page.getByRole("link", { name: "Expire seen-live" }).waitFor();
    await merchant.sandbox.advance("10m");
    await page.locator("#clock-face").getByText("00:10:00").waitFor();
    await page.getByRole("cell", { name: "20 min" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Advance by" }).inputValue()).toBe("90 s");
    expect(consoleMessages).toEqual([]);
  });

  it("synchronizes sliders and numbers", async () => {
    const { merchant, page, consoleMessages, open } = await openSession();
    await open("chaos");
    const slider = page.getByRole("slider", { name: "Duplicate, in percent" });
    await slider.focus();
    await page.keyboard.press("End");
    expect(await page.getByLabel("Duplicate", { exact: true }).inputValue()).toBe("100");
    await page.getByLabel("Tamper", { exact: true }).fill("40");
    expect(await page.getByRole("slider", { name: "Tamper, in percent" }).inputValue()).toBe("40");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("2 faults, drawn with the seed").waitFor();
    expect(merchant.sandbox.chaosPlan().options).toEqual({
      deliveries: { duplicate: 1, tamper: 0.4 },
      api: {},
    });
    // New faults appear automatically.
    await merchant.submit(`${await openCheckout(merchant)}/northbank`, { action: "pay" });
    await page.getByRole("cell", { name: "1/test/webhook-1/order-1" }).first().waitFor();
    expect(consoleMessages).toEqual([]);
  });

  it("needs no script", async () => {
    const { merchant, page, consoleMessages, open } = await openSession({
      javaScriptEnabled: false,
    });
    await open("credentials");
    await page.getByLabel("Label").fill("staging");
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("Created the key staging").waitFor();
    expect(await page.getByRole("button", { name: /^Copy/ }).count()).toBe(0);
    await open("chaos");
    expect(await page.getByRole("slider").count()).toBe(0);
    await page.getByLabel("Drop", { exact: true }).fill("50");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("1 fault, drawn with the seed").waitFor();
    await open("clock");
    await page.getByRole("button", { name: "+ 1 h" }).click();
    await page.getByText("Advance 1 h: done.").waitFor();
    expect(merchant.sandbox.now().toISOString()).toBe("2026-01-01T01:00:00.000Z");
    expect(consoleMessages).toEqual([]);
  });
});
