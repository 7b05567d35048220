import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout, order, type Merchant } from "../merchant.js";

const contract = { statuses: { refunded: { final: true }, on_hold: { final: false } } };
const challenged = {
  action: "pay",
  card_number: "4000 0000 0000 3220",
  card_holder: "Ada Tester",
  expiry: "12/30",
  cvv: "123",
};

const resultOf = (url: string) => url.replace("cashier", "result");
const setStatus = ({ sandbox }: Merchant, status: string) => {
  sandbox.setStatus(sandbox.transactions()[0]?.transaction_id ?? "", status);
};
const openPayout = async (merchant: Merchant) =>
  String((await merchant.call("POST", "/payouts/request", { request: order() })).body["url"]);

/** Each brings a transaction to a stage and returns the URL of its cashier. */
const pending: Record<string, (merchant: Merchant) => Promise<string>> = {
  "Payment not completed yet": openCheckout,
  "Withdrawal not completed yet": openPayout,
  async "Payment submitted"(merchant) {
    const url = await openCheckout(merchant, { amount: "1.03" });
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    return url;
  },
  async "Withdrawal requested"(merchant) {
    const url = await openPayout(merchant);
    await merchant.submit(`${url}/pursa`, { action: "confirm" });
    return url;
  },
  async "Payment on hold"(merchant) {
    const url = await openCheckout(merchant);
    setStatus(merchant, "on_hold");
    return url;
  },
};

const final: Record<string, (merchant: Merchant, url: string) => unknown> = {
  "Payment successful": (merchant, url) => merchant.submit(`${url}/northbank`, { action: "pay" }),
  "Payment failed": (merchant, url) => merchant.submit(`${url}/northbank`, { action: "fail" }),
  "Payment expired": (merchant) => merchant.sandbox.advance("30m"),
  "Payment refunded": (merchant) => setStatus(merchant, "refunded"),
};

describe("a result that is not final", () => {
  it.each(Object.entries(pending))("updates automatically: %s", async (title, prepare) => {
    const merchant = await createMerchant({ contract });
    const page = await merchant.page(resultOf(await prepare(merchant)));
    expect(page.headers.get("refresh")).toBe("10");
    const html = await page.text();
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain("This page updates automatically.");
  });

  it("stops updating when the customer turns it off", async () => {
    const merchant = await createMerchant();
    const url = resultOf(await openCheckout(merchant));
    const off = /href="([^"]*)">Turn off/.exec(await (await merchant.page(url)).text())?.[1] ?? "";
    const page = await merchant.page(new URL(off, url).href);
    expect(page.headers.get("refresh")).toBeNull();
    const html = await page.text();
    expect(html).toContain("Automatic updates are off.");
    expect(html).toContain(`href="${new URL(url).pathname}">Turn on`);
  });

  it("leads back to the open challenge", async () => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/cardo`, challenged);
    const html = await (await merchant.page(resultOf(url))).text();
    expect(html).toContain(`href="${new URL(url).pathname.replace("cashier", "challenge")}"`);
  });
});

describe("a final result", () => {
  it.each(Object.entries(final))("does not update: %s", async (title, decide) => {
    const merchant = await createMerchant({ contract });
    const url = await openCheckout(merchant, { return_url: "http://shop.test/back" });
    await decide(merchant, url);
    for (const address of [resultOf(url), `${resultOf(url)}?updates=off`]) {
      const page = await merchant.page(address);
      expect(page.headers.get("refresh")).toBeNull();
      const html = await page.text();
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).not.toContain("utomatic");
      expect(html).toContain('href="http://shop.test/back?tracking_id=order-1"');
    }
  });
});

describe("an amount", () => {
  it.each([
    ["12480.5", "EUR", "12,<wbr />480.50"],
    ["1290.00", "JPY", "1,<wbr />290"],
    ["0.05", "KWD", "0.050"],
  ])("has its currency's digits: %s %s", async (amount, currency, text) => {
    const merchant = await createMerchant();
    const url = await openCheckout(merchant, { amount, currency });
    for (const path of [url, `${url}/northbank`, resultOf(url)]) {
      expect(await (await merchant.page(path)).text()).toContain(`${text} <small>${currency}`);
    }
    expect(await (await merchant.page(`${url}/pursa`)).text()).toMatch(
      new RegExp(`Pay ${text} ${currency}\\s*</button>`),
    );
  });
});

it("names the merchant of the account", async () => {
  const merchant = await createMerchant();
  const { apiKey } = merchant.sandbox.createAccount({ merchantName: "Night Trains & Sons" });
  const request = order({ return_url: "http://shop.test/" });
  const { body } = await merchant.call("POST", "/payments/hosted", { request }, apiKey);
  const html = await (await merchant.page(resultOf(String(body["url"])))).text();
  expect(html).toMatch(/Back to Night Trains &amp; Sons/);
});
