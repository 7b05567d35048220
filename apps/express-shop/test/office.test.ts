// @ts-check
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { createSandbox } from "@numipay/sandbox";
import { memoryBooks } from "../src/books/memory-books.js";
import { accounts } from "../src/books/ledger.js";
import { createShop } from "../src/create-shop.js";
import { decidePayout } from "../src/payments/decide-payout.js";
import { findOut } from "../src/payments/find-out.js";
import { createCustomer } from "../demo/customer.js";
import { createFlakyLine } from "../demo/flaky-line.js";

/** A payout that its customer confirmed, the gateway in this very process. */
async function payoutInReview() {
  const sandbox = await createSandbox({ autoDeliver: false });
  onTestFinished(() => sandbox.close());
  const line = createFlakyLine(sandbox.fetch);
  const numipay = new Numipay({ ...sandbox.clientOptions, fetch: line.fetch });
  const books = memoryBooks();
  const wanted = { customer: "ada", cents: 3000, currency: "EUR" };
  const topUp = await books.addOrder({ ...wanted, kind: "top-up", lines: [] });
  await books.settle(topUp, "paid", {
    key: "a top-up",
    from: accounts.gateway,
    to: accounts.wallet("ada"),
  });
  const { id = "" } = (await books.addWithdrawal(wanted)) ?? {};
  const payout = async () => {
    const row = await books.findWithdrawal(id);
    if (row === undefined) throw new Error("There is no payout");
    return row;
  };
  const { url } = await numipay.payouts.request({
    tracking_id: id,
    user_id: "ada",
    currency: "EUR",
    amount: "30.00",
  });
  await sandbox.fetch(`${url}/northbank`, {
    method: "POST",
    body: new URLSearchParams({ action: "confirm" }),
  });
  const transactionId = sandbox.transactions()[0]?.transaction_id;
  await books.move(await payout(), "review", { transactionId });
  return { sandbox, line, shop: { numipay, books }, payout };
}

test("a decision whose answer was lost is found out before it is given again", async () => {
  const { sandbox, line, shop, payout } = await payoutInReview();
  line.cut("request");
  await decidePayout(shop, await payout(), "approve");
  expect(await payout()).toMatchObject({ state: "undecided", finding: "found" });
  expect(await decidePayout(shop, await payout(), "reject")).toBe(false);

  await findOut(shop, await payout());
  expect(await payout()).toMatchObject({ state: "review" });
  expect(await decidePayout(shop, await payout(), "approve")).toBe(true);
  await sandbox.runUntilIdle();
  expect(sandbox.transactions()).toMatchObject([{ status: "successful" }]);
});

test.each([303, 409])("a decision with a %d response is found out first", async (status) => {
  const { line, shop, payout } = await payoutInReview();
  line.replaceStatus(status);
  expect(await decidePayout(shop, await payout(), "approve")).toBe(true);
  expect(await payout()).toMatchObject({ state: "undecided", finding: "found" });
});

test("a decision that the gateway refuses can be given again", async () => {
  const { shop, payout } = await payoutInReview();
  const wrong = { ...(await payout()), transactionId: "not-the-gateway's" };
  await expect(decidePayout(shop, wrong, "reject")).rejects.toThrow("the gateway refused");
  expect(await payout()).toMatchObject({ state: "review" });
});

test("an order that the gateway refuses can be tried again, and nothing is charged", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => printed.mockRestore());
  const sandbox = await createSandbox();
  onTestFinished(() => sandbox.close());
  const books = memoryBooks();
  const app = createShop({
    numipay: new Numipay({ ...sandbox.clientOptions, apiKey: "a-key-of-nobody" }),
    webhook: numipayWebhook({ signaturePassword: sandbox.signaturePassword }),
    books,
    officePassword: "roast-at-dawn",
  });
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const customer = createCustomer();
  await customer.open(`http://127.0.0.1:${port}`);
  await customer.press("Add Night Watch");
  await customer.press("Pay");
  expect(customer.state()).toBe("refused");
  expect(customer.page().text).toContain("Try another payment");
  expect(await books.listEntries()).toEqual([]);
  expect(String(printed.mock.calls)).not.toContain("a-key-of-nobody");
});
