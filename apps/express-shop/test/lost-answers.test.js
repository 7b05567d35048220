// @ts-check
import { expect, test } from "vitest";
import { accounts } from "../src/books/ledger.js";
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
});
