import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, openCheckout } from "../merchant.js";

// What only a browser does: it enforces the content security policy, sends Origin with forms, and navigates by keyboard.
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});
afterAll(() => browser.close());

async function customer(options: { colorScheme?: "dark"; width?: number } = {}) {
  const merchant = await createMerchant({}, "over HTTP");
  const shop = createServer((_, response) => response.end("<title>Back in the shop</title>"));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const back = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/back`;
  const page = await browser.newPage({
    colorScheme: options.colorScheme ?? "light",
    viewport: { width: options.width ?? 1200, height: 800 },
  });
  const consoleMessages: string[] = [];
  page.on("console", (message) => {
    // If the test types before the page has loaded, the first field already has the focus.
    if (!message.text().startsWith("Autofocus processing was blocked"))
      consoleMessages.push(message.text());
  });
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  onTestFinished(async () => {
    await page.close();
    await merchant.sandbox.close();
    shop.closeAllConnections();
    shop.close();
  });
  return { merchant, page, back, consoleMessages };
}

async function fillCard(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Name on the card").fill("Ada Tester");
  await page.getByLabel("Valid until").fill("12 / 30");
  await page.getByLabel("CVV").fill("123");
}

describe("the cashier in a browser", () => {
  it("completes a payment by keyboard", async () => {
    const { merchant, page, back, consoleMessages } = await customer();
    await page.goto(await openCheckout(merchant, { return_url: back }));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/northbank$/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/back\?tracking_id=order-1$/);
    expect(await page.title()).toBe("Back in the shop");
    expect(merchant.sandbox.transactions()[0]?.status).toBe("successful");
    // The shop's missing favicon causes a 404.
    expect(consoleMessages.filter((text) => !text.includes("404"))).toEqual([]);
  });

  it("completes 3DS in dark mode on a phone", async () => {
    const { merchant, page, consoleMessages } = await customer({ colorScheme: "dark", width: 360 });
    await page.goto(await openCheckout(merchant));
    await page.getByRole("link", { name: "Cardo" }).click();
    await fillCard(page, "4000 0000 0000 3220");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/challenge\//);
    const wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
    expect(wide).toBe(false);
    await page.getByLabel("Password").fill("password");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/result\//);
    expect(await page.getByRole("heading").textContent()).toBe("Payment successful");
    expect(consoleMessages).toEqual([]);
  });

  it("cancels and fails without a card", async () => {
    const { merchant, page } = await customer();
    const url = await openCheckout(merchant);
    await page.goto(`${url}/cardo`);
    await page.getByRole("button", { name: "Cancel and return to the shop" }).click();
    await page.waitForURL(/\/result\//);
    await page.getByRole("link", { name: "Continue" }).click();
    await page.getByRole("link", { name: "Cardo" }).click();
    await page.getByRole("button", { name: "Fail the payment" }).click();
    await page.waitForURL(/\/result\//);
    expect(merchant.sandbox.transactions()[0]?.status).toBe("rejected");
  });

  it("rejects a form from another site", async () => {
    const { merchant, page, back } = await customer();
    const url = await openCheckout(merchant);
    await page.goto(back);
    await page.setContent(
      `<form method="post" action="${url}/northbank"><button name="action" value="pay">Win</button></form>`,
    );
    await page.getByRole("button").click();
    await page.getByRole("heading", { name: "Request rejected" }).waitFor();
    expect(merchant.sandbox.transactions()[0]?.status).toBe("pending");
  });
});
