import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { portalPages } from "../../src/portal/portal-pages.js";
import { confirmPayout, createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { launchBrowser } from "../launch-browser.js";

// What only a browser shows: that the policy allows the pages' own script, and that open pages update.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface PortalSession {
  readonly merchant: Merchant;
  readonly page: Page;
  /** Console messages, of which there should be none. */
  readonly consoleMessages: string[];
  readonly go: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openSession({ javaScriptEnabled = true } = {}): Promise<PortalSession> {
  const merchant = await createMerchant({}, "over HTTP");
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 1280, height: 860 },
    permissions: ["clipboard-read", "clipboard-write"],
    // New rows fade in, which would change the measured contrast.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const consoleMessages: string[] = [];
  page.on("console", (message) => consoleMessages.push(message.text()));
  page.on("pageerror", (error) => consoleMessages.push(error.message));
  return {
    merchant,
    page,
    consoleMessages,
    go: async (path) => void (await page.goto(`${merchant.sandbox.baseUrl}/portal/${path}`)),
    async close() {
      await context.close();
      await merchant.sandbox.close();
    },
  };
}

/** A session that closes after its test. */
async function openTestSession(
  options: { javaScriptEnabled?: boolean } = {},
): Promise<PortalSession> {
  const opened = await openSession(options);
  onTestFinished(() => opened.close());
  return opened;
}

/** Creates transactions of every kind: paid, failed, pending, a payout to decide, and failed webhooks. */
async function fill(merchant: Merchant): Promise<{ transaction: string; delivery: string }> {
  for (const [trackingId, action] of [
    ["paid", "pay"],
    ["failed", "fail"],
  ] as const) {
    await merchant.submit(
      `${await openCheckout(merchant, { tracking_id: trackingId })}/northbank`,
      { action },
    );
  }
  await merchant.sandbox.flush();
  await openCheckout(merchant, { tracking_id: "forgotten" });
  await merchant.sandbox.advance("1d");
  merchant.respondWith(() => new Response("<h1>Broken</h1>", { status: 500 }));
  const transaction = await confirmPayout(merchant, { tracking_id: "payout" });
  await merchant.sandbox.advance("2h");
  await openCheckout(merchant, { tracking_id: "open" });
  merchant.sandbox.createAccount({ merchantName: "Night Trains" });
  const delivery = merchant.sandbox.deliveries().at(-1)?.deliveryId ?? "";
  return { transaction, delivery };
}

const rowsOf = (page: Page) => page.locator("tbody .row-link");

describe("the navigation", () => {
  it("leads to every page", async () => {
    const { page, consoleMessages, go } = await openTestSession();
    await go("");
    for (const { title, path } of portalPages) {
      await page.getByRole("navigation").getByRole("link", { name: title, exact: true }).click();
      await page.waitForURL(new RegExp(`/portal/${path}$`));
      expect(await page.title()).toMatch(/^SANDBOX · /);
      expect(await page.locator("nav [aria-current=page]").textContent()).toBe(title);
      expect(await page.locator("h1").count()).toBe(1);
    }
    expect(consoleMessages).toEqual([]);
  });
});

describe("an open page", () => {
  it("shows and announces a new payment", async () => {
    const { merchant, page, consoleMessages, go } = await openTestSession();
    await openCheckout(merchant, { tracking_id: "first" });
    await go("transactions");
    await page.evaluate(() => {
      document.documentElement.dataset["loaded"] = "once";
    });
    const url = await openCheckout(merchant, { tracking_id: "second" });
    await page.getByRole("link", { name: "second" }).waitFor();
    expect(await rowsOf(page).allInnerTexts()).toEqual(["second", "first"]);
    await expect.poll(() => page.locator("#announcement").textContent()).toBe("1 new transaction");
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await page.getByRole("row", { name: "second" }).getByText("successful").waitFor();
    expect(await page.locator("html").getAttribute("data-loaded")).toBe("once");
    expect(consoleMessages).toEqual([]);
  });

  it("replaces the placeholder by the first transaction", async () => {
    const { merchant, page, go } = await openTestSession();
    await go("transactions");
    await page.getByRole("heading", { name: "No transactions yet" }).waitFor();
    await openCheckout(merchant);
    await page.getByRole("link", { name: "order-1" }).waitFor();
    expect(await page.getByRole("heading", { name: "No transactions yet" }).count()).toBe(0);
  });

  it("keeps focus, scroll position and open details", async () => {
    const { merchant, page, go } = await openTestSession();
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.submit(`${await openCheckout(merchant)}/northbank`, { action: "pay" });
    await merchant.sandbox.advance("5m");
    await go(`deliveries/${merchant.sandbox.deliveries()[0]?.deliveryId ?? ""}`);
    const first = page.locator("details[data-key=attempt-1]");
    await first.locator("summary").click();
    await first.getByRole("button", { name: "Copy request body" }).focus();
    const scrolled = await page.evaluate(() => {
      scrollTo(0, 300);
      return scrollY;
    });
    await merchant.sandbox.advance("5m");
    await page.getByRole("button", { name: "1 new, show" }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect(await first.getAttribute("open")).not.toBeNull();
    expect(
      await page.evaluate(() => document.activeElement?.closest("details")?.dataset["key"]),
    ).toBe("attempt-1");
  });

  it("updates the clock", async () => {
    const { merchant, page, go } = await openTestSession();
    await go("analytics");
    await page.getByText("1 Jan 2026, 00:00:00 UTC").waitFor();
    await merchant.sandbox.advance("90m");
    await expect
      .poll(() => page.locator("[data-clock]").textContent())
      .toBe("1 Jan 2026, 01:30:00 UTC");
  });
});

describe("a user", () => {
  it("filters while typing", async () => {
    const { merchant, page, go } = await openTestSession();
    await fill(merchant);
    await go("transactions");
    const search = page.getByRole("searchbox", { name: "Search" });
    await search.fill("pa");
    await expect.poll(() => rowsOf(page).allInnerTexts()).toEqual(["payout", "paid"]);
    await page.getByLabel("Type").selectOption("withdrawal");
    await expect.poll(() => rowsOf(page).allInnerTexts()).toEqual(["payout"]);
    expect(new URL(page.url()).search).toBe("?q=pa&type=withdrawal");
    expect(await search.inputValue()).toBe("pa");
    await page.reload();
    expect(await rowsOf(page).allInnerTexts()).toEqual(["payout"]);
  });

  it("decides a payout by keyboard", async () => {
    const { merchant, page, consoleMessages, go } = await openTestSession();
    await fill(merchant);
    await go("transactions");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "payout" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Approve" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Approved. The money is on its way.").waitFor();
    expect(merchant.sandbox.transactions().find((row) => row.tracking_id === "payout")?.stage).toBe(
      "settling",
    );
    expect(consoleMessages).toEqual([]);
  });

  it("resends a delivery and sees the response", async () => {
    const { merchant, page, go } = await openTestSession();
    const { delivery } = await fill(merchant);
    await go(`deliveries/${delivery}`);
    merchant.respondWith(() => new Response("thanks", { status: 200 }));
    await page.getByRole("button", { name: "Resend" }).click();
    await page.getByText("Resent.").waitFor();
    await merchant.sandbox.flush();
    await page.getByText("Attempt 16").waitFor();
    expect(await page.getByText("thanks").isVisible()).toBe(true);
  });

  it("copies an id, and an amount by keyboard", async () => {
    const { merchant, page, go } = await openTestSession();
    const { transaction } = await fill(merchant);
    await go(`transactions/${transaction}`);
    await page.getByRole("button", { name: "Copy the transaction id" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(transaction);
    expect(await page.locator("#announcement").textContent()).toBe("Copied");
    await page.getByRole("button", { name: "Copy the amount" }).press("Enter");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("200.00");
  });

  it("switches account and mode", async () => {
    const { merchant, page, go } = await openTestSession();
    await fill(merchant);
    await go("transactions");
    await page.getByLabel("Account").selectOption({ label: "Night Trains" });
    await page.getByRole("heading", { name: "No transactions yet" }).waitFor();
    await page.getByLabel("Mode").selectOption("live");
    await page.waitForURL(/mode=live/);
    expect(page.url()).toMatch(/account=/);
  });

  it("needs no script", async () => {
    const { merchant, page, go } = await openTestSession({ javaScriptEnabled: false });
    await fill(merchant);
    await go("transactions");
    await page.getByLabel("Status").selectOption("pending");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("link", { name: "payout" }).click();
    await page.getByRole("button", { name: "Reject" }).click();
    await page.getByText("Rejected.", { exact: true }).waitFor();
    await page.getByLabel("Account").selectOption({ label: "Night Trains" });
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("heading", { name: "No transactions yet" }).waitFor();
    expect(await page.locator("button.copy:visible").count()).toBe(0);
  });
});
