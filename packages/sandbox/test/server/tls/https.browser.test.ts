import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { confirmPayout, createMerchant, openCheckout } from "../../merchant.js";
import { launchBrowser } from "../../launch-browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("HTTPS in a browser", () => {
  it("serves cashier and portal over HTTPS", async () => {
    const merchant = await createMerchant();
    const { url } = await merchant.sandbox.listen({ tls: true });
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const consoleMessages: string[] = [];
    page.on("console", (message) => consoleMessages.push(message.text()));
    page.on("pageerror", (error) => consoleMessages.push(error.message));
    onTestFinished(async () => {
      await page.close();
      await merchant.sandbox.close();
    });

    await page.goto(`${await openCheckout(merchant)}/northbank`);
    expect(page.url()).toMatch(`${url}/cashier/`);
    await page.getByRole("button", { name: /^Pay/ }).click();
    await page.getByRole("heading", { name: "Payment successful" }).waitFor();
    expect(page.url()).toMatch(`${url}/result/`);

    const id = await confirmPayout(merchant, { tracking_id: "payout" });
    await page.goto(`${url}/portal/transactions/${id}`);
    await page.getByRole("button", { name: "Approve" }).click();
    // The notice is in a cookie that is only sent over HTTPS.
    await page.getByText("Approved. The money is on its way.").waitFor();

    await page.goto(`${url}/portal/transactions`);
    await openCheckout(merchant, { tracking_id: "while-open" });
    await page.getByRole("link", { name: "while-open" }).waitFor();
    expect(consoleMessages).toEqual([]);
  });
});
