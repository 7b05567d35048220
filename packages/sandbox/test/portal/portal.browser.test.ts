import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { portalPages } from "../../src/portal/portal-pages.js";
import { confirmPayout, createMerchant, openCheckout, type Merchant } from "../merchant.js";

// What only a browser shows: that the pages' policy lets their own script run, that an open page stays true, and that
// everybody can read it.
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});
afterAll(() => browser.close());

interface DoctorSession {
  readonly merchant: Merchant;
  readonly page: Page;
  /** What the browser had to say: there should be nothing. */
  readonly complaints: string[];
  readonly go: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openVisit({ javaScriptEnabled = true } = {}): Promise<DoctorSession> {
  const merchant = await createMerchant({}, "over HTTP");
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 1280, height: 860 },
    permissions: ["clipboard-read", "clipboard-write"],
    // A row that is new fades in: half faded, its colours are not those that are judged.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return {
    merchant,
    page,
    complaints,
    go: async (path) => void (await page.goto(`${merchant.sandbox.baseUrl}/portal/${path}`)),
    async close() {
      await context.close();
      await merchant.sandbox.close();
    },
  };
}

/** A visit that ends with its test. */
async function visit(options: { javaScriptEnabled?: boolean } = {}): Promise<DoctorSession> {
  const opened = await openVisit(options);
  onTestFinished(() => opened.close());
  return opened;
}

/** Fills an account with something of every kind: paid, failed, waiting, a payout to decide, webhooks given up. */
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
  merchant.answer(() => new Response("<h1>Broken</h1>", { status: 500 }));
  const transaction = await confirmPayout(merchant, { tracking_id: "payout" });
  await merchant.sandbox.advance("2h");
  await openCheckout(merchant, { tracking_id: "open" });
  merchant.sandbox.createAccount({ merchantName: "Night Trains" });
  const delivery = merchant.sandbox.deliveries().at(-1)?.deliveryId ?? "";
  return { transaction, delivery };
}

const rowsOf = (page: Page) => page.locator("tbody .row-link");

/** The serious faults that axe finds on the open page, as it is shown now. */
async function faultsOf(page: Page, runOnly?: string[]): Promise<string[]> {
  // Evaluated, not added as an element: the page's policy stands.
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
      document,
      rules === undefined ? {} : { runOnly: rules },
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }, runOnly);
}

describe("for everybody, on a desk and on a phone, in the light and in the dark", () => {
  let shared: DoctorSession;
  let ids: { transaction: string; delivery: string };
  beforeAll(async () => {
    shared = await openVisit();
    ids = await fill(shared.merchant);
  });
  afterAll(() => shared.close());

  it.each([
    ...portalPages.map(({ path }) => path),
    "transactions?q=nobody",
    "transactions/:transaction",
    "deliveries/:delivery",
    "nowhere",
  ])("%s can be read and used", async (path) => {
    const { page, complaints, go } = shared;
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light" });
    await go(path.replace(":transaction", ids.transaction).replace(":delivery", ids.delivery));
    expect(await faultsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 860 });
    expect(await faultsOf(page)).toEqual([]);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(tooWide).toBe(false);
    // The dark differs from the light in nothing but its colours.
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await faultsOf(page, ["color-contrast"])).toEqual([]);
    // A browser notes that an address leads nowhere; that is right.
    expect(complaints.splice(0).filter((text) => !text.includes("404"))).toEqual([]);
  });
});

describe("every page", () => {
  it("is one step of the navigation away, and its title says SANDBOX", async () => {
    const { page, complaints, go } = await visit();
    await go("");
    for (const { title, path } of portalPages) {
      await page.getByRole("navigation").getByRole("link", { name: title, exact: true }).click();
      await page.waitForURL(new RegExp(`/portal/${path}$`));
      expect(await page.title()).toMatch(/^SANDBOX · /);
      expect(await page.locator("nav [aria-current=page]").textContent()).toBe(title);
      expect(await page.locator("h1").count()).toBe(1);
    }
    expect(complaints).toEqual([]);
  });
});

describe("an open page", () => {
  it("shows a payment that is made through the API, and says so to a screen reader", async () => {
    const { merchant, page, complaints, go } = await visit();
    await openCheckout(merchant, { tracking_id: "first" });
    await go("transactions");
    await page.evaluate(() => {
      document.documentElement.dataset["loaded"] = "once";
    });
    const url = await openCheckout(merchant, { tracking_id: "second" });
    await page.getByRole("link", { name: "second" }).waitFor();
    expect(await rowsOf(page).allInnerTexts()).toEqual(["second", "first"]);
    await expect
      .poll(() => page.locator("#announcement").textContent())
      .toBe("New transactions: 1");
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    await page.getByRole("row", { name: "second" }).getByText("successful").waitFor();
    expect(await page.locator("html").getAttribute("data-loaded")).toBe("once");
    expect(complaints).toEqual([]);
  });

  it("begins with the empty place and ends with the first transaction", async () => {
    const { merchant, page, go } = await visit();
    await go("transactions");
    await page.getByRole("heading", { name: "No transaction yet" }).waitFor();
    await openCheckout(merchant);
    await page.getByRole("link", { name: "order-1" }).waitFor();
    expect(await page.getByRole("heading", { name: "No transaction yet" }).count()).toBe(0);
  });

  it("keeps focus, scroll and what was opened while it changes", async () => {
    const { merchant, page, go } = await visit();
    merchant.answer(() => new Response(null, { status: 500 }));
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
    await page.locator("details[data-key=attempt-3]").waitFor();
    expect(await first.getAttribute("open")).not.toBeNull();
    expect(
      await page.evaluate(() => document.activeElement?.closest("details")?.dataset["key"]),
    ).toBe("attempt-1");
    // The browser keeps what is in view where it is, so what comes in above makes the page scroll on, never back.
    expect(await page.evaluate(() => scrollY)).toBeGreaterThanOrEqual(scrolled);
  });

  it("shows the sandbox's clock", async () => {
    const { merchant, page, go } = await visit();
    await go("analytics");
    await page.getByText("1 Jan 2026, 00:00:00 UTC").waitFor();
    await merchant.sandbox.advance("90m");
    await expect
      .poll(() => page.locator("[data-clock]").textContent())
      .toBe("1 Jan 2026, 01:30:00 UTC");
  });

  it("says when the sandbox is gone", async () => {
    const { merchant, page, go } = await visit();
    await go("transactions");
    await page.getByText("Live", { exact: true }).waitFor();
    await merchant.sandbox.close();
    await expect.poll(() => page.locator("[data-connection]").textContent()).toBe("Disconnected");
  });
});

describe("a person", () => {
  it("filters while typing, keeps the focus, and can send the address to somebody", async () => {
    const { merchant, page, go } = await visit();
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

  it("decides a payout by keyboard alone", async () => {
    const { merchant, page, complaints, go } = await visit();
    await fill(merchant);
    await go("transactions");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Skip to the content",
    );
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "payout" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Approve" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Approved. The money is on its way.").waitFor();
    expect(merchant.sandbox.transactions().find((row) => row.tracking_id === "payout")?.stage).toBe(
      "settling",
    );
    expect(complaints).toEqual([]);
  });

  it("sends a delivery again and sees the answer come in", async () => {
    const { merchant, page, go } = await visit();
    const { delivery } = await fill(merchant);
    await go(`deliveries/${delivery}`);
    merchant.answer(() => new Response("thanks", { status: 200 }));
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("Sent again.").waitFor();
    await merchant.sandbox.flush();
    await page.getByText("Attempt 16").waitFor();
    expect(await page.getByText("thanks").isVisible()).toBe(true);
  });

  it("copies an id", async () => {
    const { merchant, page, go } = await visit();
    const { transaction } = await fill(merchant);
    await go(`transactions/${transaction}`);
    await page.getByRole("button", { name: "Copy the transaction id" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(transaction);
    expect(await page.locator("#announcement").textContent()).toBe("Copied");
  });

  it("changes the account and the mode", async () => {
    const { merchant, page, go } = await visit();
    await fill(merchant);
    await go("transactions");
    await page.getByLabel("Account").selectOption({ label: "Night Trains" });
    await page.getByRole("heading", { name: "No transaction yet" }).waitFor();
    await page.getByLabel("Mode").selectOption("live");
    await page.waitForURL(/mode=live/);
    expect(page.url()).toMatch(/account=/);
  });

  it("does all of it without the script", async () => {
    const { merchant, page, go } = await visit({ javaScriptEnabled: false });
    await fill(merchant);
    await go("transactions");
    await page.getByLabel("Status").selectOption("pending");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("link", { name: "payout" }).click();
    await page.getByRole("button", { name: "Reject" }).click();
    await page.getByText("Rejected.", { exact: true }).waitFor();
    await page.getByLabel("Account").selectOption({ label: "Night Trains" });
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("heading", { name: "No transaction yet" }).waitFor();
    expect(await page.locator("button.copy:visible").count()).toBe(0);
  });
});
