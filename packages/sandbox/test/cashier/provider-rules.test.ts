import { describe, expect, it } from "vitest";
import type { NewProviderRule } from "../../src/storage/provider-rules.js";
import { createSandbox } from "../../src/index.js";
import { openStore } from "../../src/storage/store.js";
import { createMerchant, openCheckout, order, type Merchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

const anything: NewProviderRule = {
  providerId: "pursa",
  direction: null,
  currencies: null,
  countries: null,
  minAmount: null,
  maxAmount: null,
  enabled: true,
};

/** A merchant with existing rules and disabled providers in the sandbox's file. */
async function merchantWith(
  rules: Partial<NewProviderRule>[],
  switchedOff: string[] = [],
): Promise<Merchant> {
  const file = await temporaryFile();
  await (await createSandbox({ file })).close();
  const store = openStore({ file, seed: undefined, startAt: 0 });
  const { accountId } = store.accounts.first();
  for (const rule of rules) store.providerRules.add(accountId, { ...anything, ...rule });
  for (const id of switchedOff) store.providers.setEnabled(accountId, id, false);
  store.close();
  return createMerchant({ file });
}

async function shown(merchant: Merchant, fields: Record<string, unknown>): Promise<string[]> {
  const url = await openCheckout(merchant, fields);
  const page = await (await merchant.page(url)).text();
  const ids = ["northbank", "cardo", "pursa"];
  const listed = ids.filter((id) => page.includes(`/${id}"`));
  for (const id of ids) {
    const { status } = await merchant.page(`${url}/${id}`);
    expect([id, status]).toEqual([id, listed.includes(id) ? 200 : 404]);
  }
  return listed;
}

describe("the provider rules", () => {
  it("decide which provider pages are available", async () => {
    const merchant = await merchantWith([
      { currencies: ["GBP"] },
      { countries: ["DE"], minAmount: "100", maxAmount: "300" },
      { providerId: "cardo", direction: "withdrawal" },
    ]);
    const ids = { n: 0 };
    const cashier = (fields: Record<string, unknown>) =>
      shown(merchant, { tracking_id: `order-${(ids.n += 1)}`, ...fields });
    expect(await cashier({})).toEqual(["northbank"]);
    expect(await cashier({ currency: "GBP" })).toEqual(["northbank", "pursa"]);
    expect(await cashier({ country: "DE" })).toEqual(["northbank", "pursa"]);
    expect(await cashier({ country: "FR" })).toEqual(["northbank"]);
    expect(await cashier({ country: "DE", amount: "99.99" })).toEqual(["northbank"]);
    expect(await cashier({ country: "DE", amount: "300.0" })).toEqual(["northbank", "pursa"]);
  });

  it("apply to payouts", async () => {
    const merchant = await merchantWith([{ direction: "deposit" }]);
    const { body } = await merchant.call("POST", "/payouts/request", { request: order() });
    const page = await (await merchant.page(String(body["url"]))).text();
    expect(page).toContain("Northbank Transfer");
    expect(page).not.toContain("Pursa Wallet");
    const form = await merchant.submit(`${String(body["url"])}/pursa`, { action: "confirm" });
    expect(form.status).toBe(404);
    expect(merchant.sandbox.transactions()[0]?.stage).toBe("open");
  });

  it("reject a direct payment at a hidden provider", async () => {
    const merchant = await merchantWith([{ currencies: ["GBP"] }, { countries: ["DE"] }]);
    const direct = (fields: Record<string, unknown>) =>
      merchant.call("POST", "/payments/direct", {
        request: order({ provider_id: "pursa", ...fields }),
      });
    expect(await direct({})).toMatchObject({
      status: 422,
      body: {
        field: "provider_id",
        message:
          "provider_id does not name a provider for this deposit: the provider rules show it only in GBP; " +
          "only for customers in DE, and the request has no country.",
      },
    });
    expect(merchant.sandbox.transactions()).toEqual([]);
    expect((await direct({ country: "DE" })).status).toBe(200);
  });

  it("are ignored when disabled", async () => {
    const merchant = await merchantWith([{ currencies: ["GBP"], enabled: false }]);
    expect(await shown(merchant, {})).toEqual(["northbank", "cardo", "pursa"]);
  });

  it("do not affect other accounts", async () => {
    const merchant = await merchantWith([{ currencies: ["GBP"] }]);
    const other = merchant.sandbox.createAccount({ merchantName: "Other" });
    const { status } = await merchant.call(
      "POST",
      "/payments/direct",
      { request: order({ provider_id: "pursa" }) },
      other.apiKey,
    );
    expect(status).toBe(200);
  });

  it.each([
    [{ currencies: ["eur"] }, "currencies"],
    [{ currencies: [] }, "currencies"],
    [{ countries: ["Germany"] }, "countries"],
    [{ minAmount: "ten" }, "minAmount"],
    [{ maxAmount: "1,5" }, "maxAmount"],
  ])("cannot be %j", (fields, field) => {
    const store = openStore({ file: ":memory:", seed: undefined, startAt: 0 });
    const { accountId } = store.accounts.first();
    expect(() => store.providerRules.add(accountId, { ...anything, ...fields })).toThrow(field);
    expect(store.providerRules.listFor(accountId)).toEqual([]);
    store.close();
  });

  it("have unique ids after a removal", () => {
    const store = openStore({ file: ":memory:", seed: undefined, startAt: 0 });
    const { accountId } = store.accounts.first();
    const add = () => store.providerRules.add(accountId, anything).ruleId;
    const [one, other] = [add(), add()];
    expect(store.providerRules.remove(accountId, other)).toBe(true);
    expect(store.providerRules.remove(accountId, other)).toBe(false);
    expect(store.providerRules.remove("unknown", one)).toBe(false);
    add();
    const ids = store.providerRules.listFor(accountId).map(({ ruleId }) => ruleId);
    expect(new Set(ids).size).toBe(2);
    store.close();
  });
});

it("hides a disabled provider", async () => {
  const merchant = await merchantWith([], ["northbank"]);
  expect(await shown(merchant, {})).toEqual(["cardo", "pursa"]);
  expect(
    await merchant.call("POST", "/payments/direct", {
      request: order({ tracking_id: "order-2", provider_id: "northbank" }),
    }),
  ).toMatchObject({
    status: 422,
    body: { field: "provider_id", message: expect.stringContaining("turned off") },
  });
});

it("explains a list without providers", async () => {
  const merchant = await merchantWith([], ["northbank", "cardo", "pursa"]);
  const page = await (await merchant.page(await openCheckout(merchant))).text();
  expect(page).toContain("No provider is available.");
  expect(page).toContain("turn on a provider under Settings > Providers");
});
