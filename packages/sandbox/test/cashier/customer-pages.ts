import type { Page } from "playwright-core";
import { createSandbox } from "../../src/index.js";
import { openSql } from "../../src/storage/sql.js";
import { openStore } from "../../src/storage/store.js";
import { createMerchant, openCheckout, order, type Merchant } from "../merchant.js";

/** A customer's page in one state. */
export interface CustomerPage {
  readonly name: string;
  readonly open: (page: Page) => Promise<unknown>;
}

const contract = { statuses: { refunded: { final: true }, on_hold: { final: false } } };
const card = { action: "pay", card_holder: "Ada Tester", expiry: "12/30", cvv: "123" };

/** The longest text that a merchant may send, in words that do not break. */
const long = {
  currency: "EUR",
  amount: `${"9".repeat(37)}.99`,
  user_id: "customer0123456789".repeat(4),
  return_url: "http://127.0.0.1:9/back",
};

/** A merchant whose own name and whose providers' names are long, with its data in a file. No provider takes less than 5. */
export async function longNamedMerchant(file: string): Promise<Merchant> {
  await (await createSandbox({ file })).close();
  const store = openStore({ file, seed: undefined, startAt: 0 });
  const { accountId } = store.accounts.first();
  for (const { providerId } of store.providers.all(accountId)) {
    const rule = { direction: null, currencies: null, countries: null, maxAmount: null };
    store.providerRules.add(accountId, { ...rule, providerId, minAmount: "5", enabled: true });
  }
  store.close();
  const sql = openSql(file);
  sql.run("UPDATE accounts SET merchant_name = ?", [`${"Llanfairpwllgwyngyll".repeat(4)} & Sons`]);
  sql.run("UPDATE providers SET name = name || ?, blurb = blurb || ?", [
    "Donaudampfschifffahrtsgesellschaft".repeat(2),
    ", with a description that takes more than one line on any screen",
  ]);
  sql.close();
  return createMerchant({ file, contract }, "over HTTP");
}

/** Every page of the cashier in every state. */
export async function customerPages(merchant: Merchant): Promise<CustomerPage[]> {
  const { sandbox } = merchant;
  const pages: CustomerPage[] = [];
  const visit = (name: string, url: string) => {
    pages.push({ name, open: (page) => page.goto(url) });
  };
  const fields = (name: string) => ({
    ...long,
    tracking_id: name.replaceAll(" ", "-").padEnd(64, "0"),
  });
  const deposit = (name: string, more = {}) => openCheckout(merchant, { ...fields(name), ...more });
  const payout = async (name: string) => {
    const request = order(fields(name));
    return String((await merchant.call("POST", "/payouts/request", { request })).body["url"]);
  };
  const result = (name: string, url: string) => visit(name, url.replace("cashier", "result"));
  const setStatus = (name: string, status: string) => {
    const { tracking_id } = fields(name);
    const row = sandbox.transactions().find((one) => one.tracking_id === tracking_id);
    sandbox.setStatus(row?.transaction_id ?? "", status);
  };

  const open = await deposit("open");
  visit("provider list", open);
  visit("provider list without providers", await deposit("hidden", { amount: "1.00" }));
  visit("bank", `${open}/northbank`);
  visit("wallet", `${open}/pursa`);
  visit("card", `${open}/cardo`);
  pages.push({
    name: "card with problems",
    async open(page) {
      await page.goto(`${open}/cardo`);
      await page.getByLabel("Name on the card").fill("W".repeat(100));
      await page.getByLabel("Valid until").fill("13/30");
      await page.getByRole("button", { name: /^Pay/ }).click();
      await page.waitForURL(/problems=card_number,expiry,cvv$/);
    },
  });
  result("open result", open);
  result("result without updates", `${open}?updates=off`);
  visit("404 of a payment", `${open}/none`);
  visit("404", `${sandbox.baseUrl}/cashier/none`);
  pages.push({
    name: "rejected form",
    async open(page) {
      await page.goto("about:blank");
      await page.setContent(`<form method="post" action="${open}"><button>Send</button></form>`);
      await page.getByRole("button").click();
      await page.getByRole("heading", { name: "Request rejected" }).waitFor();
    },
  });

  const challenge = await deposit("challenge");
  await merchant.submit(`${challenge}/cardo`, { ...card, card_number: "4000000000003220" });
  visit("challenge", challenge.replace("cashier", "challenge"));
  const settling = await deposit("settling", { amount: `${"9".repeat(37)}.03` });
  await merchant.submit(`${settling}/pursa`, { action: "pay" });
  result("settling", settling);
  const request = await payout("payout");
  visit("payout list", request);
  visit("payout", `${request}/northbank`);
  const review = await payout("review");
  await merchant.submit(`${review}/pursa`, { action: "confirm" });
  result("review", review);
  const paid = await deposit("paid");
  await merchant.submit(`${paid}/northbank`, { action: "pay" });
  result("successful", paid);
  const declined = await deposit("declined");
  await merchant.submit(`${declined}/cardo`, { ...card, card_number: "4000000000000002" });
  result("rejected", declined);
  for (const status of ["expired", "refunded", "on_hold"]) {
    const url = await deposit(status);
    setStatus(status, status);
    result(status, url);
  }
  return pages;
}
