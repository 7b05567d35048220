import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signPayload } from "../../src/delivery/sign-payload.js";
import {
  card,
  createMerchant,
  openCheckout,
  order,
  transports,
  type Merchant,
} from "../merchant.js";

/** The facts P… of docs/gateway.md, as seen in the portal. */
describe.each(transports)("%s", (transport) => {
  let merchant: Merchant;
  beforeEach(async () => {
    merchant = await createMerchant({}, transport);
  });
  afterEach(() => merchant.sandbox.close());

  const show = async (path: string) => {
    const response = await merchant.page(`${merchant.sandbox.baseUrl}/portal/${path}`);
    expect(response.status).toBe(200);
    return response.text();
  };
  const press = async (path: string, fields: Record<string, string> = {}) => {
    const { status } = await merchant.submit(`${merchant.sandbox.baseUrl}/portal/${path}`, fields);
    expect(status).toBe(303);
  };
  const pageOf = async (path: string, fields: Record<string, unknown>) => {
    const { body } = await merchant.call("POST", path, { request: order(fields) });
    return (await merchant.page(String(body["url"]))).text();
  };

  it("P1 charts transactions by day, status and provider", async () => {
    for (const [tracking_id, amount] of Object.entries({ a: "200.00", b: "50.50", c: "9.00" })) {
      const url = await openCheckout(merchant, { tracking_id, amount });
      if (tracking_id !== "c") await merchant.submit(`${url}/northbank`, { action: "pay" });
    }
    const declined = order({ ...card({ card_number: "4000000000000002" }), tracking_id: "d" });
    await merchant.call("POST", "/payments/server-to-server", { request: declined });
    const text = (await show("analytics")).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(text).toContain("Collected 250.50 EUR");
    // The tables of the charts: collected and paid out, then successful, pending, rejected and expired.
    expect(text).toContain("1 Jan 250.50 0.00");
    expect(text).toContain("1 Jan 2 1 1 0");
    expect(text).toContain("Northbank Transfer, deposits 2 2 100.0 %");
    expect(text).toContain("Cardo, deposits 0 1 0.0 %");
  });

  it("P2 separates the keys and payments of accounts", async () => {
    await openCheckout(merchant);
    await press("accounts/create", { merchant_name: "Second Shop", webhook_url: "" });
    expect(await show("accounts")).toContain("Second Shop");
    const second = merchant.sandbox.accounts()[1];
    expect(second?.merchantName).toBe("Second Shop");
    const list = await merchant.call("GET", "/transactions", undefined, second?.apiKey);
    expect(list).toEqual({ status: 200, body: [] });
    const own = { request: order() };
    const opened = await merchant.call("POST", "/payments/hosted", own, second?.apiKey);
    expect(await (await merchant.page(String(opened.body["url"]))).text()).toContain("Second Shop");
  });

  it("P3 creates and revokes API keys", async () => {
    const keysIn = (text: string) => new Set(text.match(/\bsandbox_(?:dev|live)_\w+/g));
    const before = keysIn(await show("credentials"));
    expect([...before].toSorted()).toEqual(
      [merchant.sandbox.apiKey, merchant.sandbox.liveApiKey].toSorted(),
    );
    for (const mode of ["test", "live"])
      await press("credentials/keys", { mode, label: "staging" });
    const created = [...keysIn(await show("credentials"))].filter((key) => !before.has(key));
    expect(created).toHaveLength(2);
    for (const [index, key] of created.entries()) {
      const request = order({ tracking_id: `${index}` });
      const response = await merchant.call("POST", "/payments/hosted", { request }, key);
      expect(response.status).toBe(200);
      expect(merchant.sandbox.transactions().at(-1)?.mode).toBe(
        key.startsWith("sandbox_dev_") ? "test" : "live",
      );
      await press("credentials/revoke", { api_key: key });
      expect((await merchant.call("GET", "/transactions", undefined, key)).status).toBe(401);
    }
  });

  it("P4 rotates the signature password", async () => {
    const first = merchant.sandbox.account().signaturePassword;
    expect(await show("credentials")).toContain(first);
    await press("credentials/rotate");
    const next = merchant.sandbox.account().signaturePassword;
    expect(next).not.toBe(first);
    expect(await show("credentials")).toContain(next);
    await merchant.submit(`${await openCheckout(merchant)}/northbank`, { action: "pay" });
    await merchant.sandbox.flush();
    for (const { body, signature } of merchant.received) {
      expect(signature).toBe(signPayload(body, next));
    }
    expect(merchant.received).toHaveLength(2);
  });

  it("P5 lists the provider ids of direct payments", async () => {
    const text = await show("providers");
    const direct = (provider_id: string, tracking_id: string) =>
      merchant.call("POST", "/payments/direct", { request: order({ provider_id, tracking_id }) });
    for (const id of ["northbank", "cardo", "pursa"]) {
      expect(text).toContain(id);
      expect((await direct(id, id)).status).toBe(200);
    }
    await press("providers/switch", { provider_id: "pursa", enabled: "no" });
    const off = await direct("pursa", "off");
    expect([off.status, off.body["field"]]).toEqual([422, "provider_id"]);
    await press("providers/switch", { provider_id: "pursa", enabled: "yes" });
    expect((await direct("pursa", "on")).status).toBe(200);
  });

  it("P6 applies provider rules to the cashier", async () => {
    const rule = { provider_id: "pursa", currencies: "USD", enabled: "yes" };
    await press("provider-rules/create", { ...rule, direction: "", countries: "" });
    for (const path of ["/payments/hosted", "/payouts/request"]) {
      const [inEuro, inDollars] = [
        await pageOf(path, { tracking_id: `eur${path}` }),
        await pageOf(path, { tracking_id: `usd${path}`, currency: "USD" }),
      ];
      expect([inEuro.includes("Pursa"), inDollars.includes("Pursa")]).toEqual([false, true]);
      expect(inEuro).toContain("Northbank");
    }
    const fields = order({ provider_id: "pursa", tracking_id: "direct" });
    const direct = await merchant.call("POST", "/payments/direct", { request: fields });
    expect([direct.status, direct.body["field"]]).toEqual([422, "provider_id"]);
    expect(direct.body["message"]).toContain("rules");
  });
});
