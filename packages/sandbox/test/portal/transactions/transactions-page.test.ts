import { beforeEach, describe, expect, it } from "vitest";
import { order, openCheckout } from "../../merchant.js";
import { createVisitor, textOf, type Visitor } from "../visitor.js";

let visitor: Visitor;
beforeEach(async () => {
  visitor = await createVisitor();
});

/** The tracking ids in the list, in order. */
async function listed(query = ""): Promise<string[]> {
  const html = await visitor.read(`transactions${query}`);
  return [...html.matchAll(/class="row-link"[^>]*>([^<]+)</g)].map(([, id]) => id?.trim() ?? "");
}

describe("without transactions", () => {
  it("shows a command that creates the first one", async () => {
    const html = await visitor.read("transactions");
    const [, command = ""] = /<code>(curl[^]*?)<\/code>/.exec(html) ?? [];
    const text = command.replaceAll("&#39;", "'").replaceAll("&quot;", '"');
    const [, url = ""] = /curl -s (\S+)/.exec(text) ?? [];
    const [, key = ""] = /X-Api-Key: ([^']+)'/.exec(text) ?? [];
    const [, body = ""] = /-d '([^']+)'/.exec(text) ?? [];
    const response = await visitor.sandbox.fetch(url, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body,
    });
    expect(response.status).toBe(200);
    expect(await listed()).toEqual(["order-1"]);
  });

  it("shows a placeholder for an empty filter", async () => {
    const html = await visitor.read("transactions?status=expired");
    expect(html).toContain("No matching transactions");
    expect(html).not.toContain("curl");
  });
});

describe("the list", () => {
  beforeEach(async () => {
    const first = await openCheckout(visitor, { tracking_id: "alpha", user_id: "ada" });
    await visitor.submit(`${first}/northbank`, { action: "pay" });
    await visitor.sandbox.advance("1d");
    const second = await openCheckout(visitor, {
      tracking_id: "beta",
      currency: "USD",
      user_id: "bob",
    });
    await visitor.submit(`${second}/pursa`, { action: "fail" });
    await visitor.call("POST", "/payouts/request", { request: order({ tracking_id: "gamma" }) });
    await visitor.call(
      "POST",
      "/payments/hosted",
      { request: order({ tracking_id: "delta" }) },
      visitor.sandbox.liveApiKey,
    );
  });

  it("is sorted by newest", async () => {
    expect(await listed()).toEqual(["delta", "gamma", "beta", "alpha"]);
  });

  it.each([
    ["?status=successful", ["alpha"]],
    ["?status=rejected", ["beta"]],
    ["?type=withdrawal", ["gamma"]],
    ["?provider=pursa", ["beta"]],
    ["?currency=usd", ["beta"]],
    ["?mode=live", ["delta"]],
    ["?mode=test&type=deposit", ["beta", "alpha"]],
    ["?to=2026-01-01", ["alpha"]],
    ["?from=2026-01-02&to=2026-01-02&mode=test", ["gamma", "beta"]],
    ["?q=gamma", ["gamma"]],
    ["?q=ad", ["alpha"]],
    ["?q=unknown", []],
    ["?status=&type=&q=&from=&to=", ["delta", "gamma", "beta", "alpha"]],
    [
      "?status=lost&provider=lost&from=yesterday&before=-3&mode=x",
      ["delta", "gamma", "beta", "alpha"],
    ],
  ])("filters by %s", async (query, found) => {
    expect(await listed(query)).toEqual(found);
  });

  it("finds the gateway's id", async () => {
    const id = visitor.sandbox.transactions()[1]?.transaction_id ?? "";
    expect(await listed(`?q=${id}`)).toEqual(["beta"]);
  });

  it("is separate for each account", async () => {
    const other = visitor.sandbox.createAccount({ merchantName: "Night Trains" });
    await visitor.call(
      "POST",
      "/payments/hosted",
      { request: order({ tracking_id: "night" }) },
      other.apiKey,
    );
    expect(await listed()).not.toContain("night");
    expect(await listed(`?account=${other.accountId}`)).toEqual(["night"]);
    const html = await visitor.read(`transactions?account=${other.accountId}`);
    expect(html).toMatch(new RegExp(`value="${other.accountId}"\\s+selected`));
    // All links stay in the account.
    for (const [, address] of html.matchAll(/<a[^>]+href="(\/portal\/[^"]+)"/g)) {
      expect(address).toContain(`account=${other.accountId}`);
    }
  });

  it("links from an empty result to all transactions of the account", async () => {
    const { accountId } = visitor.sandbox.createAccount({ merchantName: "Night Trains" });
    const html = await visitor.read(`transactions?account=${accountId}&mode=live&q=unknown`);
    expect(html).toContain(`href="/portal/transactions?account=${accountId}">Show all`);
  });

  it("describes the filter in its caption", async () => {
    const html = await visitor.read("transactions?mode=test&type=withdrawal&q=gam&to=2026-01-02");
    expect(textOf(html)).toContain(
      "newest first. Only: test, payout, IDs that begin with gam, to 2026-01-02",
    );
  });

  it("shows the filter in its fields", async () => {
    const html = await visitor.read(
      "transactions?q=be&status=rejected&currency=usd&from=2026-01-02",
    );
    expect(html).toMatch(/name="q"[^>]*value="be"/);
    expect(html).toMatch(/value="rejected" selected/);
    expect(html).toMatch(/name="currency"[^>]*value="USD"/);
    expect(html).toMatch(/name="from"[^>]*value="2026-01-02"/);
  });
});

it("pages without gaps while transactions are added", async () => {
  for (let number = 1; number <= 120; number += 1) {
    await openCheckout(visitor, { tracking_id: `order-${number}` });
  }
  const seen: string[] = [];
  let query: string | undefined = "?status=pending";
  while (query !== undefined) {
    const html = await visitor.read(`transactions${query}`);
    seen.push(...(await listed(query)));
    await openCheckout(visitor, { tracking_id: `late-${seen.length}` });
    query = /href="\/portal\/transactions(\?[^"]*)" rel="next"/
      .exec(html)?.[1]
      ?.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `order-${120 - index}`));
});

describe("a transaction's page", () => {
  it("shows fields, history and webhooks", async () => {
    const url = await openCheckout(visitor, { return_url: "http://shop.test/back" });
    await visitor.submit(`${url}/cardo`, {
      action: "pay",
      card_number: "4000000000000002",
      card_holder: "Ada",
      expiry: "12/30",
      cvv: "123",
    });
    await visitor.sandbox.flush();
    const [row] = visitor.sandbox.transactions();
    const page = textOf(await visitor.read(`transactions/${row?.transaction_id ?? ""}`));
    for (const words of [
      "200.00 EUR",
      "rejected",
      "order-1",
      "customer-1",
      "Cardo",
      "ends in 0002",
      "Insufficient funds",
      "Hosted checkout",
      "http://shop.test/back",
      "Opened",
      "Submitted",
      "HTTP 204",
      '"transaction_type": "deposit"',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("4000000000000002");
  });

  it.each([
    ["1290.5", "EUR", "1,290.50 EUR"],
    ["12900.0", "JPY", "12,900 JPY"],
    ["12.5", "KWD", "12.500 KWD"],
    ["0.12345", "EUR", "0.12345 EUR"],
  ])("shows %s %s as %s, and its raw value", async (sum, currency, shown) => {
    await openCheckout(visitor, { amount: sum, currency });
    const id = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
    const list = await visitor.read("transactions");
    expect(textOf(list)).toContain(shown);
    expect(list).toContain(`title="Amount in the API: ${sum}"`);
    const page = await visitor.read(`transactions/${id}`);
    expect(textOf(page)).toContain(shown);
    expect(page).toContain(`data-copy="${sum}" aria-label="Copy the amount"`);
  });

  it("links to the customer's page", async () => {
    const url = await openCheckout(visitor);
    const id = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
    expect(await visitor.read(`transactions/${id}`)).toContain(`href="${new URL(url).pathname}"`);
  });

  it("explains a missing webhook URL", async () => {
    visitor.sandbox.setWebhookUrl(undefined);
    await openCheckout(visitor);
    const id = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
    expect(await visitor.read(`transactions/${id}`)).toContain("has no webhook URL");
  });

  it("redirects to its own account", async () => {
    const other = visitor.sandbox.createAccount({ merchantName: "Night Trains" });
    await visitor.call("POST", "/payments/hosted", { request: order() }, other.apiKey);
    const id = visitor.sandbox.transactions()[0]?.transaction_id ?? "";
    const response = await visitor.page(`${visitor.sandbox.baseUrl}/portal/transactions/${id}`);
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      `/portal/transactions/${id}?account=${other.accountId}`,
    ]);
  });
});
