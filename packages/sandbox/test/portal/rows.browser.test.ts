import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmPayout, openCheckout, type Merchant } from "../merchant.js";
import { openPortal, type PortalSession } from "./browser-session.js";
import { launchBrowser } from "../launch-browser.js";
import { axeProblems, misfits, smallTargets } from "./page-checks.browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const links = (page: Page) => page.locator("tbody .row-link");
const rowOf = (page: Page, trackingId: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name: trackingId, exact: true }) });

async function open(merchant: Merchant, trackingIds: readonly string[]): Promise<void> {
  for (const trackingId of trackingIds) await openCheckout(merchant, { tracking_id: trackingId });
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `order-${index}`);

/** Opens the list of transactions with as many rows. */
async function openList(count: number, query = ""): Promise<PortalSession> {
  const session = await openPortal(browser);
  await open(session.merchant, numbered(count));
  await session.go(`transactions${query}`);
  await session.page.getByText("Live", { exact: true }).waitFor();
  return session;
}

const waiting = (page: Page, text: string) => page.getByRole("button", { name: text, exact: true });

/**
 * Asserts that an element is in the same place of the window after an action. Browsers scroll by whole pixels, and an action may
 * lead to several redraws.
 */
async function assertInPlace(element: Locator, action: () => Promise<void>): Promise<void> {
  const before = await topOf(element);
  await action();
  expect(Math.abs((await topOf(element)) - before)).toBeLessThan(2);
}

/** The distance from the top of the window, in pixels. */
async function topOf(element: Locator): Promise<number> {
  return (await element.boundingBox())?.y ?? NaN;
}

describe("a list of transactions", () => {
  it("keeps the row under the pointer", async () => {
    const { merchant, page } = await openList(3);
    const row = rowOf(page, "order-1");
    await row.hover();
    await assertInPlace(row, async () => {
      await open(merchant, ["new-1", "new-2"]);
      await waiting(page, "2 new, show").waitFor();
      await open(merchant, ["new-3"]);
      await waiting(page, "3 new, show").waitFor();
    });
    await waiting(page, "3 new, show").click();
    const shown = ["new-3", "new-2", "new-1", "order-2", "order-1", "order-0"];
    expect(await links(page).allInnerTexts()).toEqual(shown);
    expect(await page.locator(".waiting").count()).toBe(0);
  });

  it("updates the row under the pointer", async () => {
    const { merchant, page } = await openPortal(browser);
    await openCheckout(merchant, { tracking_id: "below" });
    const url = await openCheckout(merchant, { tracking_id: "paid" });
    await page.goto(`${merchant.sandbox.baseUrl}/portal/transactions`);
    const row = rowOf(page, "paid");
    await row.hover();
    await assertInPlace(row, async () => {
      await merchant.submit(`${url}/northbank`, { action: "pay" });
      await open(merchant, ["new"]);
      await row.getByText("successful").waitFor();
      await waiting(page, "1 new, show").waitFor();
    });
  });

  it("keeps the focused row and continues at the new ones", async () => {
    const { merchant, page } = await openList(3);
    const row = rowOf(page, "order-2");
    await row.getByRole("link").focus();
    await assertInPlace(row, async () => {
      await open(merchant, ["new-1", "new-2"]);
      await waiting(page, "2 new, show").waitFor();
    });
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("new-2");
    expect(await page.evaluate(() => document.activeElement?.matches(":focus-visible"))).toBe(true);
  });

  it("shows the new rows when it is no longer used", async () => {
    const { merchant, page } = await openList(3);
    await rowOf(page, "order-1").hover();
    await open(merchant, ["new"]);
    await waiting(page, "1 new, show").waitFor();
    await page.getByRole("heading", { name: "Transactions" }).hover();
    await expect.poll(() => links(page).first().innerText()).toBe("new");
    expect(await page.locator(".waiting").count()).toBe(0);
  });

  it("keeps the rows while it is scrolled", async () => {
    const { merchant, page } = await openList(40);
    await page.evaluate(() => scrollTo(0, 700));
    await assertInPlace(rowOf(page, "order-20"), async () => {
      await open(merchant, ["new"]);
      await waiting(page, "1 new, show").waitFor();
    });
    // The button is in view too, below the sandbox's ribbon.
    expect(await topOf(waiting(page, "1 new, show"))).toBeGreaterThan(34);
    await waiting(page, "1 new, show").click();
    await rowOf(page, "new").waitFor();
    expect(await topOf(rowOf(page, "new"))).toBeGreaterThan(34);
    expect(await topOf(rowOf(page, "new"))).toBeLessThan(200);
  });

  it("keeps the rows while text in it is selected", async () => {
    const { merchant, page } = await openList(3);
    const row = rowOf(page, "order-1");
    await row.evaluate((element) =>
      getSelection()?.selectAllChildren(element.lastElementChild ?? element),
    );
    const selected = await page.evaluate(() => String(getSelection()));
    await assertInPlace(row, async () => {
      await open(merchant, ["new"]);
      await waiting(page, "1 new, show").waitFor();
    });
    expect(await page.evaluate(() => String(getSelection()))).toBe(selected);
  });

  it("keeps the link to older rows under the pointer", async () => {
    const { merchant, page } = await openList(52);
    const older = page.getByRole("link", { name: "Older" });
    await older.hover();
    await assertInPlace(older, async () => {
      await open(merchant, ["new"]);
      await waiting(page, "1 new, show").waitFor();
    });
    await older.click();
    await page.waitForURL(/before=/);
    const url = page.url();
    await open(merchant, ["newer"]);
    await page.getByRole("link", { name: "Newest" }).click();
    await page.getByRole("link", { name: "newer" }).waitFor();
    expect(url).not.toBe(page.url());
  });

  it("keeps rows that leave the filter until it is no longer used", async () => {
    const { merchant, page } = await openPortal(browser);
    await open(merchant, ["order-0", "order-1"]);
    const url = await openCheckout(merchant, { tracking_id: "order-2" });
    await page.goto(`${merchant.sandbox.baseUrl}/portal/transactions?status=pending`);
    await page.getByText("Live", { exact: true }).waitFor();
    const row = rowOf(page, "order-1");
    await row.hover();
    await assertInPlace(row, async () => {
      await merchant.submit(`${url}/northbank`, { action: "pay" });
      await waiting(page, "1 no longer listed, update").waitFor();
    });
    expect(await rowOf(page, "order-2").getAttribute("class")).toContain("unlisted");
    await page.getByRole("heading", { name: "Transactions" }).hover();
    await expect.poll(() => links(page).allInnerTexts()).toEqual(["order-1", "order-0"]);
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 320],
    ["dark", 320],
  ] as const)("is accessible while rows wait: %s, %d pixels", async (colorScheme, width) => {
    const { merchant, page } = await openPortal(browser, {
      colorScheme,
      viewport: { width, height: 700 },
    });
    await open(merchant, ["order-0", "order-1"]);
    const url = await openCheckout(merchant, { tracking_id: "order-2" });
    await page.goto(`${merchant.sandbox.baseUrl}/portal/transactions?status=pending`);
    await page.getByText("Live", { exact: true }).waitFor();
    await rowOf(page, "order-1").getByRole("link").focus();
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await open(merchant, ["new"]);
    await waiting(page, "1 new, 1 no longer listed, show").waitFor();
    const problems = [await axeProblems(page), await misfits(page), await smallTargets(page)];
    expect(problems.flat()).toEqual([]);
  });

  it("keeps the last row until it is no longer used", async () => {
    const { merchant, page } = await openPortal(browser);
    const url = await openCheckout(merchant, { tracking_id: "order-0" });
    await page.goto(`${merchant.sandbox.baseUrl}/portal/transactions?status=pending`);
    await page.getByText("Live", { exact: true }).waitFor();
    const row = rowOf(page, "order-0");
    await row.getByRole("link").focus();
    await assertInPlace(row, async () => {
      await merchant.submit(`${url}/northbank`, { action: "pay" });
      await waiting(page, "1 no longer listed, update").waitFor();
    });
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "No matching transactions" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("shows the rows of another filter at once", async () => {
    const { merchant, page } = await openList(3);
    await rowOf(page, "order-1").hover();
    await open(merchant, ["new"]);
    await waiting(page, "1 new, show").waitFor();
    await page.keyboard.press("Tab");
    await page.evaluate(() => document.querySelector<HTMLInputElement>("[name=q]")?.focus());
    await page.keyboard.type("order-0");
    await expect.poll(() => links(page).allInnerTexts()).toEqual(["order-0"]);
    expect(await page.locator(".waiting").count()).toBe(0);
  });

  it("does not count rows of the next page as new", async () => {
    const { merchant, page } = await openPortal(browser);
    const url = await openCheckout(merchant, { tracking_id: "order-last" });
    await open(merchant, numbered(49));
    const hidden = await openCheckout(merchant, { tracking_id: "order-50" });
    await page.goto(`${merchant.sandbox.baseUrl}/portal/transactions?status=pending`);
    await page.getByText("Live", { exact: true }).waitFor();
    expect(url).not.toBe(hidden);
    await rowOf(page, "order-1").hover();
    await merchant.submit(`${hidden}/northbank`, { action: "pay" });
    await waiting(page, "1 no longer listed, update").waitFor();
    expect(await page.locator("#announcement").textContent()).toBe("");
  });
});

describe("the page of a transaction", () => {
  it("keeps the webhook under the pointer", async () => {
    const { merchant, page, go } = await openPortal(browser);
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await go(`transactions/${await confirmPayout(merchant)}`);
    const row = page.getByRole("row", { name: /pending/ }).last();
    await row.hover();
    await assertInPlace(row, async () => {
      await merchant.sandbox.advance("10m");
      await row.getByText("HTTP 500").waitFor();
    });
  });

  it("scrolls with content that grows above the pointer", async () => {
    const { merchant, page, go } = await openPortal(browser, {
      sandbox: { contract: { statuses: { on_hold: { final: false }, checked: { final: false } } } },
      viewport: { width: 1280, height: 500 },
    });
    const { transaction_id: id } = merchant.sandbox.addTransaction({
      tracking_id: "case-7",
      currency: "EUR",
      amount: "10.00",
      transaction_type: "deposit",
      status: "pending",
    });
    for (const status of ["on_hold", "checked", "on_hold", "checked"]) {
      merchant.sandbox.setStatus(id, status);
    }
    await go(`transactions/${id}`);
    const row = page.getByRole("row").nth(2);
    await row.scrollIntoViewIfNeeded();
    await row.hover();
    await assertInPlace(row, async () => {
      for (const status of ["on_hold", "checked"]) merchant.sandbox.setStatus(id, status);
      await waiting(page, "2 new, show").waitFor();
    });
  });

  it("keeps the choice in a form that is redrawn", async () => {
    const { merchant, page, go } = await openPortal(browser, {
      sandbox: { contract: { statuses: { refunded: { final: true }, on_hold: { final: false } } } },
    });
    const { transaction_id: id } = merchant.sandbox.addTransaction({
      tracking_id: "case-7",
      currency: "EUR",
      amount: "10.00",
      transaction_type: "deposit",
      status: "pending",
    });
    await go(`transactions/${id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const choice = page.getByLabel("Set the status");
    await choice.selectOption("refunded");
    merchant.sandbox.setStatus(id, "on_hold");
    await page.getByRole("heading").getByText("10.00").waitFor();
    await expect.poll(() => page.locator(".head .badge").textContent()).toBe("on_hold");
    expect(await choice.inputValue()).toBe("refunded");
  });
});

describe("the attempts of a delivery", () => {
  it("stay open and closed as the user left them", async () => {
    const { merchant, page, go } = await openPortal(browser);
    merchant.respondWith(() => new Response(null, { status: 500 }));
    await merchant.submit(`${await openCheckout(merchant)}/northbank`, { action: "pay" });
    await merchant.sandbox.advance("5m");
    await go(`deliveries/${merchant.sandbox.deliveries()[0]?.deliveryId ?? ""}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const attempt = (number: number) => page.locator(`details[data-key=attempt-${number}]`);
    await attempt(2).locator("summary").click();
    await attempt(1).locator("summary").click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.getByRole("heading", { level: 1 }).hover();
    await merchant.sandbox.advance("5m");
    await attempt(3).waitFor();
    expect(await attempt(2).getAttribute("open")).toBeNull();
    expect(await attempt(1).getAttribute("open")).not.toBeNull();
  });
});

describe("announcements", () => {
  it("are made at most once in 10 seconds, summed", async () => {
    const { merchant, page, go } = await openPortal(browser);
    await page.clock.install();
    await go("transactions");
    await page.getByText("Live", { exact: true }).waitFor();
    const announced = () => page.locator("#announcement").textContent();
    await open(merchant, ["order-0"]);
    await expect.poll(announced).toBe("1 new transaction");
    await open(merchant, ["order-1"]);
    await page.getByRole("link", { name: "order-1" }).waitFor();
    await open(merchant, ["order-2", "order-3"]);
    await page.getByRole("link", { name: "order-3" }).waitFor();
    expect(await announced()).toBe("1 new transaction");
    await page.clock.fastForward(5000);
    expect(await announced()).toBe("");
    await page.clock.fastForward(5000);
    expect(await announced()).toBe("3 new transactions");
    await page.clock.fastForward(10_000);
    await open(merchant, ["order-4"]);
    await expect.poll(announced).toBe("1 new transaction");
  });
});
