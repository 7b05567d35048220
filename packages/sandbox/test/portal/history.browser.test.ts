import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { confirmPayout, openCheckout } from "../merchant.js";
import { openPortal, type PortalSession } from "./browser-session.js";
import { launchBrowser, launchCachingBrowser, noCachingBrowser } from "../launch-browser.js";
import { startFaultyProxy } from "./faulty-proxy.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });
const links = (page: Page) => page.locator("tbody .row-link");

/** Opens the list with a payout and two payments. */
async function openList(used: Browser = browser): Promise<PortalSession> {
  const session = await openPortal(used);
  const { merchant, page, go } = session;
  await openCheckout(merchant, { tracking_id: "parcel" });
  await openCheckout(merchant, { tracking_id: "book" });
  await confirmPayout(merchant, { tracking_id: "payout" });
  await go("transactions");
  await page.getByText("Live", { exact: true }).waitFor();
  return session;
}

/** Asserts that the URL, the fields and the rows agree. */
async function assertFilter(
  page: Page,
  expected: { q: string; type: string; rows: readonly string[] },
): Promise<void> {
  await expect.poll(() => links(page).allInnerTexts()).toEqual(expected.rows);
  const url = new URL(page.url()).searchParams;
  const fields = {
    q: await search(page).inputValue(),
    type: await page.getByLabel("Type").inputValue(),
  };
  expect({ q: url.get("q") ?? "", type: url.get("type") ?? "" }).toEqual(fields);
  expect({ ...fields, rows: expected.rows }).toEqual(expected);
}

const unfiltered = { q: "", type: "", rows: ["payout", "book", "parcel"] };
const typed = { q: "pa", type: "", rows: ["payout", "parcel"] };
const chosen = { q: "pa", type: "withdrawal", rows: ["payout"] };

describe("Back and Forward", () => {
  it("go through typed texts and choices", async () => {
    const { page, consoleMessages } = await openList();
    await search(page).pressSequentially("pa", { delay: 200 });
    await assertFilter(page, typed);
    await page.getByLabel("Type").selectOption("withdrawal");
    await assertFilter(page, chosen);
    await page.goBack();
    await assertFilter(page, typed);
    await page.goBack();
    await assertFilter(page, unfiltered);
    await page.goForward();
    await assertFilter(page, typed);
    // A text that is typed again is another entry.
    await search(page).pressSequentially("r", { delay: 200 });
    await assertFilter(page, { q: "par", type: "", rows: ["parcel"] });
    await page.goBack();
    await assertFilter(page, typed);
    expect(consoleMessages).toEqual([]);
  });

  it("return from a transaction to the filter", async () => {
    const { page } = await openList();
    await search(page).pressSequentially("pa");
    await page.getByLabel("Type").selectOption("withdrawal");
    await assertFilter(page, chosen);
    await page.getByRole("link", { name: "payout" }).click();
    await page.getByRole("heading", { name: "History" }).waitFor();
    await page.goBack();
    await assertFilter(page, chosen);
    await page.getByText("Live", { exact: true }).waitFor();
  });

  const kept = "return to a page that the browser kept, and update it";
  const title = noCachingBrowser === undefined ? kept : `${kept} (skipped: ${noCachingBrowser})`;
  it.skipIf(noCachingBrowser !== undefined)(title, async () => {
    const cachingBrowser = await launchCachingBrowser();
    onTestFinished(() => cachingBrowser.close());
    const { merchant, page } = await openList(cachingBrowser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    proxy.allowPageCache();
    merchant.sandbox.createAccount({ merchantName: "Night Trains" });
    await page.goto(`${proxy.origin}/portal/transactions`);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.evaluate(() => {
      addEventListener("pageshow", ({ persisted }) => {
        document.documentElement.dataset["kept"] = String(persisted);
      });
    });
    await search(page).pressSequentially("pa");
    await assertFilter(page, typed);
    await page.getByLabel("Account").selectOption({ label: "Night Trains" });
    await page.getByRole("heading", { name: "No transactions yet" }).waitFor();
    await openCheckout(merchant, { tracking_id: "parrot" });
    // A page that was kept is not loaded.
    await page.goBack({ waitUntil: "commit" });
    await assertFilter(page, { ...typed, rows: ["parrot", ...typed.rows] });
    expect(await page.locator("html").getAttribute("data-kept")).toBe("true");
    const account = page.getByLabel("Account").locator("option:checked");
    expect((await account.textContent())?.trim()).toBe("Demo Merchant");
  });
});

describe("the filter", () => {
  it("matches the URL after a reload", async () => {
    const { page } = await openList();
    await search(page).pressSequentially("pa");
    await assertFilter(page, typed);
    // Changed without being applied.
    await page.evaluate(() => {
      for (const field of document.querySelectorAll<HTMLInputElement>(
        "[name=q], [name=currency]",
      )) {
        field.value = "other";
      }
    });
    await page.reload();
    await assertFilter(page, typed);
    expect(await page.getByLabel("Currency").inputValue()).toBe("");
  });

  it("applies at once with Enter, without a reload", async () => {
    const { page } = await openList();
    await page.evaluate(() => {
      document.documentElement.dataset["loaded"] = "once";
    });
    await search(page).pressSequentially("pa");
    await page.keyboard.press("Enter");
    await assertFilter(page, typed);
    expect(page.url()).toMatch(/\/transactions\?q=pa$/);
    expect(await page.locator("html").getAttribute("data-loaded")).toBe("once");
  });

  it("is kept by the link of a transaction to its list", async () => {
    const { page } = await openList();
    await search(page).pressSequentially("pa");
    await page.getByLabel("Type").selectOption("withdrawal");
    await assertFilter(page, chosen);
    await page.getByRole("link", { name: "payout" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Approved. The money is on its way.").waitFor();
    await page.locator("a.crumb").click();
    await assertFilter(page, chosen);
  });
});
