// @ts-check
import { expect, onTestFinished, test, vi } from "vitest";
import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { accounts } from "../src/books/ledger.js";
import { memoryBooks } from "../src/books/memory-books.js";
import { openCheckout } from "../src/payments/open-checkout.js";
import { requestWithdrawal } from "../src/payments/request-withdrawal.js";
import { describeEachStore } from "./describe-each-store.js";
import { customerAtCashier, openWorld, stateOf } from "./world.js";

describeEachStore((newStore) => {
  test("an order whose answer was lost is found out, and never asked for twice", async () => {
    const world = await openWorld(await newStore());
    world.loseNextAnswer();
    const { customer, order } = await customerAtCashier(world);
    expect(customer.page().text).toContain("We are finding out");
    expect(await world.books.findOrder(order.id)).toMatchObject({
      state: "unknown",
      finding: "found",
    });

    await customer.press("Ask again");
    expect(await world.books.findOrder(order.id)).toMatchObject({
      state: "unknown",
      finding: "found",
    });
    await customer.post(`${world.shopUrl}/orders/${order.id}/resend`);
    await customer.post(`${world.shopUrl}/orders/${order.id}/again`);
    expect(world.sandbox.transactions()).toHaveLength(1);

    await world.sandbox.advance("30m");
    await customer.reload();
    expect(customer.state()).toBe("expired");
  });

  test("a request that never arrived is sent once more under the same tracking_id", async () => {
    const world = await openWorld(await newStore());
    world.loseNextRequest();
    const { customer, order } = await customerAtCashier(world);
    expect(await world.books.findOrder(order.id)).toMatchObject({
      state: "unknown",
      finding: "not-found",
    });
    expect(world.sandbox.transactions()).toEqual([]);

    await customer.press("Try once more");
    await customer.follow("Northbank");
    await customer.press("Pay");
    await world.sandbox.flush();
    expect(await stateOf(world, order.id)).toBe("paid");
    expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: order.id }]);
  });

  test("a withdrawal whose answer was lost stays set aside until its end is known", async () => {
    const world = await openWorld(await newStore());
    const customer = world.newCustomer();
    await customer.open(`${world.shopUrl}/wallet`);
    await customer.press("Top up", { amount: "50.00" });
    await customer.follow("Pursa");
    await customer.press("Pay");
    await world.sandbox.flush();
    await customer.open(`${world.shopUrl}/wallet`);

    world.loseNextAnswer();
    await customer.press("Withdraw", { amount: "30.00" });
    const [withdrawal] = await world.books.listWithdrawals();
    expect(withdrawal).toMatchObject({ state: "unknown", finding: "found" });
    const wallet = () => world.books.balance(accounts.wallet(withdrawal?.customer ?? ""), "EUR");
    expect(await wallet()).toBe(2000);
    await customer.press("Ask again");
    expect(await wallet()).toBe(2000);

    await world.sandbox.advance("30m");
    expect(await stateOf(world, withdrawal?.id ?? "")).toBe("expired");
    expect(await wallet()).toBe(5000);
  });

  test.each([301, 303, 307, 408, 409, 499])(
    "a %d response releases neither order nor withdrawal",
    async (status) => {
      const world = await openWorld(await newStore());
      world.replaceNextStatus(status);
      const { customer, order } = await customerAtCashier(world);
      expect(await world.books.findOrder(order.id)).toMatchObject({
        state: "unknown",
        finding: "found",
      });
      await customer.post(`${world.shopUrl}/orders/${order.id}/again`);
      expect(world.sandbox.transactions()).toHaveLength(1);

      await customer.open(`${world.shopUrl}/wallet`);
      await customer.press("Top up", { amount: "50.00" });
      await customer.follow("Pursa");
      await customer.press("Pay");
      await world.sandbox.flush();
      await customer.open(`${world.shopUrl}/wallet`);
      world.replaceNextStatus(status);
      await customer.press("Withdraw", { amount: "30.00" });
      const [withdrawal] = await world.books.listWithdrawals();
      expect(withdrawal).toMatchObject({ state: "unknown", finding: "found" });
      const wallet = accounts.wallet(withdrawal?.customer ?? "");
      expect(await world.books.balance(wallet, "EUR")).toBe(2000);
    },
  );
});

test.each([
  ["open-checkout", openCheckout, "order"],
  ["request-withdrawal", requestWithdrawal, "payout"],
])("%s releases nothing when its own store fails", async (_name, send, kind) => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => printed.mockRestore());
  const sandbox = await createSandbox();
  onTestFinished(() => sandbox.close());
  const books = memoryBooks();
  const wanted = { customer: "ada", cents: 3000, currency: "EUR" };
  const order = await books.addOrder({ ...wanted, kind: "top-up", lines: [] });
  const key = "a top-up";
  const row = kind === "order" ? order : await fundedWithdrawal();
  async function fundedWithdrawal() {
    const [from, to] = [accounts.gateway, accounts.wallet("ada")];
    await books.settle(order, "paid", { key, from, to });
    return books.addWithdrawal(wanted);
  }
  const move: typeof books.move = async (moved, state, more) => {
    if (state === "waiting") throw new Error("The store is down");
    return books.move(moved, state, more);
  };
  const shop = { numipay: new Numipay(sandbox.clientOptions), books: { ...books, move } };
  await send(shop, row as any, "https://shop.example");
  const id = row?.id ?? "";
  const left = (await books.findOrder(id)) ?? (await books.findWithdrawal(id));
  expect(left).toMatchObject({ state: "unknown", finding: "not-known" });
  expect(sandbox.transactions()).toHaveLength(1);
});
