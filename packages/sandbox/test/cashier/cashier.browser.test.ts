import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, openCheckout, order } from "../merchant.js";
import { launchBrowser } from "../launch-browser.js";

// What only a browser does: it enforces the content security policy, sends Origin with forms, keeps a history, and
// navigates by keyboard. Scripts are off, because no page has any.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Pages whose transactions are final by now, by their headings. Open from the start: an update takes seconds. */
const openResults = new Map<string, Page>();
beforeAll(async () => {
  const merchant = await createMerchant({}, "over HTTP");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const open = async (title: string, url: string) => {
    const page = await context.newPage();
    await page.goto(url.replace("cashier", "result"));
    expect(await page.getByText("This page updates automatically.").count()).toBe(1);
    openResults.set(title, page);
  };
  await open("Payment expired", await openCheckout(merchant, { tracking_id: "cancelled" }));
  const settling = await openCheckout(merchant, { tracking_id: "settling", amount: "1.03" });
  await merchant.submit(`${settling}/pursa`, { action: "pay" });
  await open("Payment successful", settling);
  const request = order({ tracking_id: "review" });
  const payout = await merchant.call("POST", "/payouts/request", { request });
  await merchant.submit(`${String(payout.body["url"])}/pursa`, { action: "confirm" });
  await open("Withdrawal successful", String(payout.body["url"]));
  await merchant.call("POST", "/payouts/approve", { transaction_id: "review" });
  await merchant.sandbox.advance("30m");
  return () => merchant.sandbox.close();
});

async function customer(options: { colorScheme?: "dark"; width?: number } = {}) {
  const merchant = await createMerchant({}, "over HTTP");
  const shop = createServer((_, response) => response.end("<title>Back in the shop</title>"));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const back = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/back`;
  const context = await browser.newContext({
    javaScriptEnabled: false,
    colorScheme: options.colorScheme ?? "light",
    viewport: { width: options.width ?? 1200, height: 800 },
  });
  const page = await context.newPage();
  const consoleMessages: string[] = [];
  page.on("console", (message) => {
    // If the test types before the page has loaded, the first field already has the focus.
    if (!message.text().startsWith("Autofocus processing was blocked"))
      consoleMessages.push(message.text());
  });
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  onTestFinished(async () => {
    await context.close();
    await merchant.sandbox.close();
    shop.closeAllConnections();
    shop.close();
  });
  return { merchant, page, back, consoleMessages };
}

async function fillCard(page: Page, fields: { number: string; expiry?: string }): Promise<void> {
  await page.getByLabel("Card number").fill(fields.number);
  await page.getByLabel("Name on the card").fill("Ada Tester");
  await page.getByLabel("Valid until").fill(fields.expiry ?? "12 / 30");
  await page.getByLabel("CVV").fill("123");
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const pay = (page: Page) => page.getByRole("button", { name: /^Pay/ }).click();

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
    await fillCard(page, { number: "4000 0000 0000 3220" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/challenge\//);
    await page.getByLabel("Password").fill("password");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/result\//);
    expect(await heading(page).innerText()).toBe("Payment successful");
    expect(consoleMessages).toEqual([]);
  });

  it("cancels and fails without a card", async () => {
    const { merchant, page } = await customer();
    const url = await openCheckout(merchant);
    await page.goto(`${url}/cardo`);
    await page.getByRole("button", { name: "Cancel" }).click();
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

describe("a rejected card form", () => {
  it("is corrected by keyboard", async () => {
    const { merchant, page, consoleMessages } = await customer();
    await page.goto(`${await openCheckout(merchant)}/cardo`);
    await fillCard(page, { number: "4242", expiry: "13/30" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/problems=card_number,expiry$/);
    expect(await page.getByLabel("Name on the card").inputValue()).toBe("Ada Tester");
    expect(await page.getByLabel("CVV").inputValue()).toBe("");
    // The focus is on the first wrong field, and the summary leads to the others.
    await expect.poll(() => page.locator("#card_number:focus").count()).toBe(1);
    await page.keyboard.type("4242424242424242");
    await page.getByRole("link", { name: "Enter month and year" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#expiry:focus").count()).toBe(1);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("12/30");
    await page.keyboard.press("Tab");
    await page.keyboard.type("123");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/result\//);
    expect(await heading(page).innerText()).toBe("Payment successful");
    expect(consoleMessages).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });

  it("survives a reload and going back", async () => {
    const { merchant, page } = await customer();
    await page.goto(await openCheckout(merchant));
    await page.getByRole("link", { name: "Cardo" }).click();
    await fillCard(page, { number: "42" });
    await pay(page);
    await page.waitForURL(/problems=card_number$/);
    await page.reload();
    expect(await page.locator("[aria-invalid]").count()).toBe(1);
    expect(await page.getByLabel("Valid until").inputValue()).toBe("12 / 30");
    await page.goBack();
    expect(await heading(page).innerText()).toBe("Pay with Cardo");
    expect(await page.getByLabel("Name on the card").inputValue()).toBe("Ada Tester");
    await page.goBack();
    expect(await heading(page).innerText()).toBe("How would you like to pay?");
  });

  it("keeps the problems of each tab", async () => {
    const { merchant, page } = await customer();
    const url = `${await openCheckout(merchant)}/cardo`;
    await page.goto(url);
    const other = await page.context().newPage();
    await other.goto(url);
    for (const [tab, number] of [
      [page, "42"],
      [other, "4242424242424242"],
    ] as const) {
      await fillCard(tab, { number, ...(tab === other ? { expiry: "13/30" } : {}) });
      await pay(tab);
      await tab.waitForURL(/problems=/);
    }
    await page.reload();
    expect(await page.locator("[aria-invalid]").getAttribute("id")).toBe("card_number");
    expect(await other.locator("[aria-invalid]").getAttribute("id")).toBe("expiry");
  });
});

describe("Back", () => {
  it("continues an open challenge, then leaves", async () => {
    const { merchant, page, back } = await customer();
    await page.goto(back);
    await page.goto(await openCheckout(merchant));
    await page.getByRole("link", { name: "Cardo" }).click();
    await fillCard(page, { number: "4000000000003220", expiry: "13/30" });
    await pay(page);
    await page.waitForURL(/problems/);
    await fillCard(page, { number: "4000000000003220" });
    await pay(page);
    await page.waitForURL(/\/challenge\//);
    for (const step of ["corrected form", "first form", "list"]) {
      await page.goBack();
      expect([step, await heading(page).innerText()]).toEqual([step, "Confirm your identity"]);
    }
    await page.goBack();
    expect(page.url()).toBe(back);
    await page.goForward();
    await page.getByLabel("Password").fill("password");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/result\//);
    expect(merchant.sandbox.transactions()[0]?.status).toBe("successful");
  });

  it("leads to the result after a finished payment", async () => {
    const { merchant, page } = await customer();
    await page.goto(await openCheckout(merchant));
    await page.getByRole("link", { name: "Cardo" }).click();
    await fillCard(page, { number: "4000000000003220" });
    await pay(page);
    await page.getByLabel("Password").fill("password");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/result\//);
    for (const step of ["challenge", "form", "list"]) {
      await page.goBack();
      expect([step, await heading(page).innerText()]).toEqual([step, "Payment successful"]);
    }
  });

  it.each(["northbank", "pursa"])("leads from the shop to the result: %s", async (provider) => {
    const { merchant, page, back } = await customer();
    await page.goto(`${await openCheckout(merchant, { return_url: back })}/${provider}`);
    await pay(page);
    await page.waitForURL(/\/back\?/);
    await page.goBack();
    expect(await heading(page).innerText()).toBe("Payment successful");
    await page.getByRole("link", { name: "Back to Demo Merchant" }).click();
    await page.waitForURL(/\/back\?/);
  });

  it("returns to the form after Cancel", async () => {
    const { merchant, page, back } = await customer();
    await page.goto(`${await openCheckout(merchant, { return_url: back })}/cardo`);
    await page.getByRole("button", { name: "Cancel and return to the shop" }).click();
    await page.waitForURL(/\/back\?/);
    await page.goBack();
    expect(await heading(page).innerText()).toBe("Pay with Cardo");
  });
});

describe("an open result page", () => {
  it("shows the final result", async () => {
    for (const [title, page] of openResults) {
      await page.getByRole("heading", { name: title }).waitFor({ timeout: 15_000 });
      expect(await page.getByText("This page updates automatically.").count()).toBe(0);
    }
  });
});
