import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMerchant, openCheckout, order, transports, type Merchant } from "../merchant.js";

const cardForm = {
  action: "pay",
  card_number: "4242 4242 4242 4242",
  card_holder: "Ada Tester",
  expiry: "12 / 30",
  cvv: "123",
};

describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  beforeEach(async () => {
    merchant = await createMerchant({}, transport);
  });
  afterEach(() => merchant.sandbox.close());

  const row = () => merchant.sandbox.transactions()[0];
  const text = async (url: string) => (await merchant.page(url)).text();

  it("shows the amount, the merchant and all providers", async () => {
    const page = await text(await openCheckout(merchant));
    for (const words of [
      "200.00",
      "EUR",
      "Demo Merchant",
      "Northbank Transfer",
      "Cardo",
      "Pursa Wallet",
    ]) {
      expect(page).toContain(words);
    }
    expect(page).toMatch(/<title>SANDBOX · /);
    expect(page).toMatch(/<header[^>]*>\s*<strong>SANDBOX/);
    expect(page).toContain('rel="icon" href="data:image/svg+xml');
  });

  it.each(["northbank", "pursa"])("pays at %s and returns to the merchant", async (provider) => {
    const url = await openCheckout(merchant, {
      return_url: "http://shop.test/back?basket=7#top",
    });
    const response = await merchant.submit(`${url}/${provider}`, { action: "pay" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(
      "http://shop.test/back?basket=7&tracking_id=order-1#top",
    );
    expect(row()).toMatchObject({ status: "successful", provider });
    await merchant.sandbox.flush();
    expect(merchant.statuses()).toEqual(["pending", "successful"]);
  });

  it("shows the result without a return URL", async () => {
    const url = await openCheckout(merchant);
    const response = await merchant.submit(`${url}/northbank`, { action: "fail" });
    const result = new URL(response.headers.get("location") ?? "", url).href;
    expect(await text(result)).toContain("Payment failed");
    expect(row()).toMatchObject({
      status: "rejected",
      rejected_reason: "Declined by the provider",
    });
  });

  it("lets the customer cancel and come back", async () => {
    const url = await openCheckout(merchant, { return_url: "http://shop.test/back" });
    for (const page of [url, `${url}/northbank`]) {
      const response = await merchant.submit(page, { action: "leave" });
      expect(response.headers.get("location")).toBe("http://shop.test/back?tracking_id=order-1");
    }
    await merchant.sandbox.flush();
    expect([row()?.status, row()?.stage, merchant.statuses()]).toEqual(["pending", "open", []]);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    expect(row()?.status).toBe("successful");
  });

  it("pays once for repeated clicks", async () => {
    const url = await openCheckout(merchant, { return_url: "http://shop.test/back" });
    const responses = await Promise.all(
      ["pay", "pay", "fail", "pay"].map((action) => merchant.submit(`${url}/pursa`, { action })),
    );
    expect(new Set(responses.map((one) => one.headers.get("location")))).toEqual(
      new Set(["http://shop.test/back?tracking_id=order-1"]),
    );
    await merchant.sandbox.runUntilIdle();
    expect(merchant.statuses()).toHaveLength(2);
  });

  it("redirects a finished page to the result", async () => {
    const url = await openCheckout(merchant);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    for (const page of [url, `${url}/cardo`]) {
      const response = await merchant.page(page);
      expect([response.status, response.headers.get("location")]).toEqual([
        303,
        new URL(url).pathname.replace("cashier", "result"),
      ]);
    }
  });

  it("expires after the time limit", async () => {
    const url = await openCheckout(merchant);
    await merchant.sandbox.advance(30 * 60_000 - 1);
    expect(row()?.status).toBe("pending");
    await merchant.sandbox.advance(1);
    expect(row()).toMatchObject({ status: "expired", updated_at: "2026-01-01T00:30:00.000Z" });
    expect(merchant.statuses()).toEqual(["expired"]);
    await merchant.submit(`${url}/northbank`, { action: "pay" });
    expect(row()?.status).toBe("expired");
    expect(await text(url.replace("cashier", "result"))).toContain("expired");
  });

  describe("a card", () => {
    const pay = async (fields: Record<string, string> = {}) => {
      const url = await openCheckout(merchant);
      const response = await merchant.submit(`${url}/cardo`, { ...cardForm, ...fields });
      return { url, response };
    };

    it("passes", async () => {
      await pay();
      expect(row()).toMatchObject({ status: "successful", provider: "cardo" });
    });

    it("is declined with a reason", async () => {
      const { url } = await pay({ card_number: "4000000000000002" });
      expect(row()).toMatchObject({ status: "rejected", rejected_reason: "Insufficient funds" });
      expect(await text(url.replace("cashier", "result"))).toContain("Insufficient funds");
    });

    it("completes a 3DS challenge once", async () => {
      const { url, response } = await pay({ card_number: "4000000000003220" });
      const challenge = new URL(response.headers.get("location") ?? "", url).href;
      expect(challenge).toContain("/challenge/");
      expect((await merchant.page(url)).headers.get("location")).toBe(new URL(challenge).pathname);
      await merchant.sandbox.flush();
      expect(merchant.statuses()).toEqual(["pending"]);
      await merchant.submit(challenge, { action: "leave" });
      expect(row()?.stage).toBe("challenge");
      await merchant.submit(challenge, { action: "confirm", password: "password" });
      await merchant.submit(challenge, { action: "confirm", password: "wrong" });
      await merchant.sandbox.flush();
      expect(merchant.statuses()).toEqual(["pending", "successful"]);
    });

    it("expires during a 3DS challenge", async () => {
      await pay({ card_number: "4000000000003220" });
      await merchant.sandbox.advance("30m");
      expect(merchant.statuses()).toEqual(["pending", "expired"]);
    });
  });

  describe("a direct payment", () => {
    it("is limited to its provider", async () => {
      const { body } = await merchant.call("POST", "/payments/direct", {
        request: order({ provider_id: "pursa" }),
      });
      const url = String(body["url"]);
      const list = url.slice(0, url.lastIndexOf("/"));
      expect((await merchant.page(list)).headers.get("location")).toBe(new URL(url).pathname);
      expect((await merchant.page(`${list}/northbank`)).status).toBe(404);
      expect((await merchant.submit(`${list}/northbank`, { action: "pay" })).status).toBe(404);
      expect(await text(url)).not.toContain("Choose another method");
      await merchant.submit(url, { action: "pay" });
      expect(row()?.status).toBe("successful");
    });
  });

  describe("a payout", () => {
    it("waits for the merchant once confirmed", async () => {
      const { body } = await merchant.call("POST", "/payouts/request", { request: order() });
      const url = String(body["url"]);
      const page = await text(url);
      expect(page).toContain("Pursa Wallet");
      expect(page).not.toContain("Cardo");
      expect((await merchant.page(`${url}/cardo`)).status).toBe(404);
      expect(await text(`${url}/pursa`)).toContain("Withdraw 200.00 EUR");
      await merchant.submit(`${url}/pursa`, { action: "confirm" });
      await merchant.sandbox.advance("7d");
      expect(row()).toMatchObject({ status: "pending", stage: "review" });
      expect(merchant.statuses()).toEqual(["pending"]);
    });

    it("is confirmed once", async () => {
      const { body } = await merchant.call("POST", "/payouts/request", { request: order() });
      for (const provider of ["pursa", "northbank"]) {
        await merchant.submit(`${String(body["url"])}/${provider}`, { action: "confirm" });
      }
      await merchant.sandbox.flush();
      expect([merchant.statuses(), row()?.provider]).toEqual([["pending"], "pursa"]);
    });
  });

  it("rejects a form without an action", async () => {
    const url = await openCheckout(merchant);
    expect((await merchant.submit(`${url}/northbank`, {})).status).toBe(400);
  });
});
