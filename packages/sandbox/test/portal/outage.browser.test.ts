import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";
import { openPortal } from "./browser-session.js";
import { launchBrowser } from "../launch-browser.js";
import { startFaultyProxy } from "./faulty-proxy.js";
import { axeProblems, misfits } from "./page-checks.browser.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const banner = (page: Page) => page.getByRole("alert");
const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });
const connected = (page: Page) => page.getByText("Live", { exact: true }).waitFor();

/** Starts another sandbox on the port of a closed one. */
async function restart({ sandbox }: Merchant, options: SandboxOptions): Promise<Merchant> {
  const merchant = await createMerchant(options);
  onTestFinished(() => merchant.sandbox.close());
  await merchant.sandbox.listen({ port: Number(new URL(sandbox.baseUrl).port) });
  return merchant;
}

describe("when the sandbox stops", () => {
  it.each(["light", "dark"] as const)(
    "shows it over the content in %s mode",
    async (colorScheme) => {
      const { merchant, page, go } = await openPortal(browser, { colorScheme });
      await openCheckout(merchant);
      await go("transactions");
      await connected(page);
      await merchant.sandbox.close();
      await banner(page).getByText("The sandbox does not respond.").waitFor();
      expect(await banner(page).innerText()).toMatch(
        /This page shows the state at \d\d:\d\d:\d\d on your clock\./,
      );
      expect(await page.locator("[data-connection]").textContent()).toBe("Disconnected");
      for (const name of ["Status", "Type", "Mode"]) {
        expect(await page.getByRole("combobox", { name }).isDisabled()).toBe(true);
      }
      expect(await search(page).isDisabled()).toBe(true);
      expect(await axeProblems(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 700 });
      expect([...(await axeProblems(page)), ...(await misfits(page))]).toEqual([]);
      // The end of the page can be scrolled above the banner.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      const [row, alert] = [page.getByRole("row").last(), banner(page)];
      const [rowBox, alertBox] = [await row.boundingBox(), await alert.boundingBox()];
      expect((rowBox?.y ?? 0) + (rowBox?.height ?? 0)).toBeLessThan(alertBox?.y ?? 0);
    },
  );

  it("continues with the same fields when it is back", async () => {
    const file = await temporaryFile();
    const { merchant, page, go } = await openPortal(browser, { sandbox: { file } });
    await openCheckout(merchant, { tracking_id: "first" });
    await openCheckout(merchant, { tracking_id: "fish" });
    await go("transactions");
    await connected(page);
    await search(page).pressSequentially("fi");
    await expect.poll(() => page.locator("tbody tr").count()).toBe(2);
    await merchant.sandbox.close();
    await banner(page).waitFor();
    const restarted = await restart(merchant, { file });
    await openCheckout(restarted, { tracking_id: "fine" });
    await page.getByRole("link", { name: "fine" }).waitFor();
    await banner(page).waitFor({ state: "hidden" });
    await connected(page);
    expect(await search(page).inputValue()).toBe("fi");
    expect(await page.getByLabel("Status").isEnabled()).toBe(true);
    await page.keyboard.type("sh");
    await expect.poll(() => page.locator("tbody .row-link").allInnerTexts()).toEqual(["fish"]);
  });

  it("keeps a half-filled form", async () => {
    const file = await temporaryFile();
    const { merchant, page, go } = await openPortal(browser, { sandbox: { file } });
    await go("accounts");
    await connected(page);
    const form = page.getByRole("region", { name: "New account" });
    await form.getByLabel("Merchant name").fill("Night Trains");
    await merchant.sandbox.close();
    await banner(page).waitFor();
    const button = form.getByRole("button", { name: "Create account" });
    expect(await button.isDisabled()).toBe(true);
    // Copying needs no sandbox.
    expect(await page.getByRole("button", { name: /^Copy the id/ }).isEnabled()).toBe(true);
    const restarted = await restart(merchant, { file });
    await banner(page).waitFor({ state: "hidden" });
    await button.click();
    await page.getByText("Created Night Trains").waitFor();
    expect(restarted.sandbox.accounts().map(({ merchantName }) => merchantName)).toContain(
      "Night Trains",
    );
  });

  it("shows that a transaction is gone after a restart", async () => {
    const { merchant, page, go } = await openPortal(browser);
    await openCheckout(merchant);
    const id = merchant.sandbox.transactions()[0]?.transaction_id ?? "";
    await go(`transactions/${id}`);
    await connected(page);
    await merchant.sandbox.close();
    await banner(page).waitFor();
    await restart(merchant, { seed: "other" });
    await page.getByRole("heading", { name: "No such transaction" }).waitFor();
    await banner(page).waitFor({ state: "hidden" });
    expect(await page.getByText("200.00").count()).toBe(0);
    expect(await page.title()).toContain("No such transaction");
  });

  it("takes over the accounts of a restarted sandbox", async () => {
    const { merchant, page, go } = await openPortal(browser);
    const { accountId } = merchant.sandbox.createAccount({ merchantName: "Night Trains" });
    await go(`accounts?account=${accountId}`);
    await connected(page);
    await merchant.sandbox.close();
    await banner(page).waitFor();
    await restart(merchant, { seed: "other" });
    await page.getByRole("heading", { name: "No such account" }).waitFor();
    expect(await page.getByText("Night Trains").count()).toBe(0);
    expect(await page.getByRole("link", { name: "Open Demo Merchant" }).count()).toBe(1);
    expect(await page.getByRole("link", { name: "Clock" }).getAttribute("href")).toBe(
      "/portal/clock",
    );
  });
});

describe("when a redraw fails", () => {
  it("says so until one succeeds", async () => {
    const { merchant, page } = await openPortal(browser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    await openCheckout(merchant, { tracking_id: "first" });
    await page.goto(`${proxy.origin}/portal/transactions`);
    await connected(page);
    proxy.failPages(500);
    await openCheckout(merchant, { tracking_id: "second" });
    await banner(page).getByText("The sandbox responded with HTTP 500.").waitFor();
    expect(await search(page).isDisabled()).toBe(true);
    proxy.failPages(undefined);
    await page.getByRole("link", { name: "second" }).waitFor();
    await banner(page).waitFor({ state: "hidden" });
    expect(await search(page).isEnabled()).toBe(true);
  });

  it("marks rows of the previous filter", async () => {
    const { merchant, page } = await openPortal(browser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    await openCheckout(merchant, { tracking_id: "first" });
    await page.goto(`${proxy.origin}/portal/transactions`);
    await connected(page);
    proxy.failPages(403);
    await page.getByLabel("Status").selectOption("rejected");
    await banner(page).getByText("The list still shows the previous filter.").waitFor();
    proxy.failPages(undefined);
    await page.getByRole("heading", { name: "No matching transactions" }).waitFor();
    await banner(page).waitFor({ state: "hidden" });
    expect(await page.getByLabel("Status").inputValue()).toBe("rejected");
  });

  it("returns to the shown filter with Back", async () => {
    const { merchant, page } = await openPortal(browser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    await openCheckout(merchant, { tracking_id: "first" });
    await page.goto(`${proxy.origin}/portal/transactions`);
    await connected(page);
    proxy.failPages(500);
    await page.getByLabel("Status").selectOption("rejected");
    await banner(page).waitFor();
    await page.evaluate(() => history.back());
    await banner(page).waitFor({ state: "hidden" });
    expect(await page.getByLabel("Status").inputValue()).toBe("");
    expect(await page.getByRole("link", { name: "first", exact: true }).isVisible()).toBe(true);
  });
});

describe("when the sandbox hangs", () => {
  it("notices the silence of an open connection", async () => {
    const { merchant, page } = await openPortal(browser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    await page.clock.install();
    await page.goto(`${proxy.origin}/portal/transactions`);
    await connected(page);
    proxy.hang();
    await page.clock.fastForward(12_000);
    await page.clock.fastForward(1000);
    await banner(page).getByText("The sandbox does not respond.").waitFor();
    proxy.resume();
    await openCheckout(merchant, { tracking_id: "first" });
    await page.getByRole("link", { name: "first", exact: true }).waitFor();
    await banner(page).waitFor({ state: "hidden" });
    expect(await search(page).isEnabled()).toBe(true);
  });

  it("stops waiting for a page after 10 seconds", async () => {
    const { merchant, page } = await openPortal(browser);
    const proxy = await startFaultyProxy(merchant.sandbox.baseUrl);
    await openCheckout(merchant, { tracking_id: "first" });
    await page.clock.install();
    await page.goto(`${proxy.origin}/portal/transactions`);
    await connected(page);
    proxy.failPages("never");
    await page.getByLabel("Status").selectOption("rejected");
    // Until then, the list is marked as being loaded.
    await page.locator("main[aria-busy=true]").waitFor();
    await page.clock.fastForward(10_000);
    await banner(page).getByText("The list still shows the previous filter.").waitFor();
    proxy.failPages(undefined);
    await page.clock.fastForward(5000);
    await page.getByRole("heading", { name: "No matching transactions" }).waitFor();
    expect(await page.locator("main").getAttribute("aria-busy")).toBeNull();
  });
});

describe("while a form is rejected", () => {
  it("keeps the problems when the sandbox changes", async () => {
    const { merchant, page, go } = await openPortal(browser);
    await go("accounts");
    const form = page.getByRole("region", { name: "New account" });
    await form.getByLabel("Webhook URL").fill("shop.test");
    await form.getByRole("button", { name: "Create account" }).click();
    await form.getByText("Enter a name.").waitFor();
    await connected(page);
    merchant.sandbox.createAccount({ merchantName: "Night Trains" });
    // The focus is in a field below the list.
    await page.getByRole("button", { name: "1 new, show" }).click();
    await page.getByRole("rowheader", { name: "Night Trains" }).waitFor();
    expect(await form.getByText("Enter a name.").isVisible()).toBe(true);
    expect(await form.getByLabel("Webhook URL").inputValue()).toBe("shop.test");
  });
});
