import { memoryInbox, memoryJournal, Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createSandbox } from "@numipay/sandbox";
import {
  closeServer,
  createFaultyFetch,
  createScriptedBrowser,
  listenOnLoopback,
  portOf,
} from "sample-tests/demo";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createShop } from "../src/create-shop.js";
import { checkOutcome } from "../src/payments/check-outcome.js";
import { decidePayout } from "../src/payments/decide-payout.js";
import { createPayouts } from "../src/payments/payouts.js";
import { accounts } from "../src/store/ledger.js";
import { createMemoryStore } from "../src/store/memory-store.js";
import { lastWithdrawal } from "./world.js";

/** A payout that the customer has confirmed, with the gateway in this process. */
async function payoutInReview() {
  const sandbox = await createSandbox({ autoDeliver: false });
  onTestFinished(() => sandbox.close());
  const { fetch, failNext } = createFaultyFetch(sandbox.fetch);
  const numipay = new Numipay({ ...sandbox.clientOptions, fetch });
  const store = createMemoryStore();
  const amount = { customer: "ada", cents: 3000, currency: "EUR" };
  const topUp = await store.addOrder({ ...amount, kind: "top-up", lines: [] });
  const [from, to] = [accounts.gateway, accounts.wallet("ada")];
  await store.finalize(topUp, "paid", { key: "top-up", from, to });
  await store.addWithdrawal(amount, async () => undefined);
  const payout = () => lastWithdrawal({ store });
  const { url } = await numipay.payouts.request({
    tracking_id: (await payout()).id,
    user_id: "ada",
    currency: "EUR",
    amount: "30.00",
  });
  await sandbox.fetch(`${url}/northbank`, {
    method: "POST",
    body: new URLSearchParams({ action: "confirm" }),
  });
  const transactionId = sandbox.transactions()[0]?.transaction_id;
  await store.move(await payout(), "review", { transactionId });
  return { sandbox, failNext, shop: { numipay, store }, payout };
}

describe("a decision", () => {
  it("is checked before it is sent again", async () => {
    const { sandbox, failNext, shop, payout } = await payoutInReview();
    failNext("request");
    await decidePayout(shop, await payout(), "approve");
    expect(await payout()).toMatchObject({ state: "undecided", lastKnownStatus: "found" });
    expect(await decidePayout(shop, await payout(), "reject")).toBe(false);

    await checkOutcome(shop, await payout());
    expect(await payout()).toMatchObject({ state: "review" });
    expect(await decidePayout(shop, await payout(), "approve")).toBe(true);
    await sandbox.runUntilIdle();
    expect(sandbox.transactions()).toMatchObject([{ status: "successful" }]);
  });

  it.each([303, 409])("has an unknown outcome after status %d", async (status) => {
    const { failNext, shop, payout } = await payoutInReview();
    failNext(status);
    expect(await decidePayout(shop, await payout(), "approve")).toBe(true);
    expect(await payout()).toMatchObject({ state: "undecided", lastKnownStatus: "found" });
  });

  it("can be repeated after the gateway refused it", async () => {
    const { shop, payout } = await payoutInReview();
    const wrong = { ...(await payout()), transactionId: "not-the-gateways" };
    await expect(decidePayout(shop, wrong, "reject")).rejects.toThrow("rejected by the gateway");
    expect(await payout()).toMatchObject({ state: "review" });
  });
});

describe("an order that the gateway refuses", () => {
  it("is not charged and can be retried", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const store = createMemoryStore();
    const client = { ...sandbox.clientOptions, apiKey: "an-unknown-key" };
    const [journal, inbox] = [memoryJournal(), memoryInbox()];
    const app = createShop({
      numipay: new Numipay(client),
      webhook: numipayWebhook({ signaturePassword: sandbox.signaturePassword }),
      store,
      payouts: createPayouts({
        numipay: new Numipay({ ...client, journal }),
        journal,
        inbox,
        store,
      }),
      officePassword: "roast-at-dawn",
    });
    const server = await listenOnLoopback(app, 0);
    onTestFinished(() => closeServer(server));

    const customer = createScriptedBrowser();
    await customer.open(`http://127.0.0.1:${portOf(server)}`);
    await customer.press("Add Night Watch");
    await customer.press("Pay");
    expect(customer.state()).toBe("refused");
    expect(customer.page().text).toContain("Try another payment");
    expect(await store.listEntries()).toEqual([]);
    expect(String(log.mock.calls)).not.toContain("an-unknown-key");
  });
});
