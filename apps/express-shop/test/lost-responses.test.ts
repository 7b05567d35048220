import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openCheckout } from "../src/payments/open-checkout.js";
import { accounts } from "../src/store/ledger.js";
import { createMemoryStore } from "../src/store/memory-store.js";
import type { ShopStore } from "../src/store/store.js";
import { describeEachStorage } from "./describe-each-storage.js";
import {
  customerAtCashier,
  customerWithWallet,
  lastWithdrawal,
  openWorld,
  stateOf,
} from "./world.js";

describeEachStorage((createStorage) => {
  describe("after a lost response", () => {
    it("checks the order and never sends it twice", async () => {
      const world = await openWorld(await createStorage());
      world.failNextRequest("response");
      const { customer, order } = await customerAtCashier(world);
      expect(customer.page().text).toContain("We are checking your payment");
      const unknown = { state: "unknown", lastKnownStatus: "found" };
      expect(await world.store.findOrder(order.id)).toMatchObject(unknown);

      await customer.press("Check again");
      expect(await world.store.findOrder(order.id)).toMatchObject(unknown);
      await customer.post(`${world.shopUrl}/orders/${order.id}/resend`);
      await customer.post(`${world.shopUrl}/orders/${order.id}/again`);
      expect(world.sandbox.transactions()).toHaveLength(1);

      await world.sandbox.advance("30m");
      await customer.reload();
      expect(customer.state()).toBe("expired");
    });

    it("keeps a withdrawal on hold until it is final", async () => {
      const world = await openWorld(await createStorage());
      const customer = await customerWithWallet(world);
      world.failNextRequest("response");
      await customer.press("Withdraw", { amount: "30.00" });
      const withdrawal = await lastWithdrawal(world);
      expect(withdrawal).toMatchObject({ state: "unknown", lastKnownStatus: "found" });
      const wallet = () => world.store.balance(accounts.wallet(withdrawal.customer), "EUR");
      expect(await wallet()).toBe(2000);
      await customer.press("Check again");
      expect(await wallet()).toBe(2000);

      await world.sandbox.advance("30m");
      expect(await stateOf(world, withdrawal.id)).toBe("expired");
      expect(await wallet()).toBe(5000);
    });
  });

  describe("after a lost request", () => {
    it("sends the order again under the same tracking_id", async () => {
      const world = await openWorld(await createStorage());
      world.failNextRequest("request");
      const { customer, order } = await customerAtCashier(world);
      expect(await world.store.findOrder(order.id)).toMatchObject({
        state: "unknown",
        lastKnownStatus: "not-found",
      });
      expect(world.sandbox.transactions()).toEqual([]);

      await customer.press("Try again");
      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();
      expect(await stateOf(world, order.id)).toBe("paid");
      expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: order.id }]);
    });
  });

  it.each([301, 303, 307, 408, 409, 499])(
    "treats status %d as an unknown outcome",
    async (status) => {
      const world = await openWorld(await createStorage());
      world.failNextRequest(status);
      const { customer, order } = await customerAtCashier(world);
      const unknown = { state: "unknown", lastKnownStatus: "found" };
      expect(await world.store.findOrder(order.id)).toMatchObject(unknown);
      await customer.post(`${world.shopUrl}/orders/${order.id}/again`);
      expect(world.sandbox.transactions()).toHaveLength(1);

      const other = await customerWithWallet(world);
      world.failNextRequest(status);
      await other.press("Withdraw", { amount: "30.00" });
      const withdrawal = await lastWithdrawal(world);
      expect(withdrawal).toMatchObject(unknown);
      const wallet = accounts.wallet(withdrawal.customer);
      expect(await world.store.balance(wallet, "EUR")).toBe(2000);
    },
  );
});

describe("if the store fails after the request", () => {
  /** The gateway in this process, and a store that cannot record its response. */
  async function setUp() {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const store = createMemoryStore();
    const move: ShopStore["move"] = async (row, state, change) => {
      if (state === "waiting") throw new Error("The store is down.");
      return store.move(row, state, change);
    };
    const shop = { numipay: new Numipay(sandbox.clientOptions), store: { ...store, move } };
    const amount = { customer: "ada", cents: 3000, currency: "EUR" };
    const order = await store.addOrder({ ...amount, kind: "top-up", lines: [] });
    return { sandbox, store, shop, order };
  }
  const unknown = { state: "unknown", lastKnownStatus: "not-known" };

  it("keeps the order open", async () => {
    const { sandbox, store, shop, order } = await setUp();
    await openCheckout(shop, order, "https://shop.example");
    expect(await store.findOrder(order.id)).toMatchObject(unknown);
    expect(sandbox.transactions()).toHaveLength(1);
  });
});
