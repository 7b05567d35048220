import { describe, expect, it } from "vitest";
import { describeEachStorage } from "./describe-each-storage.js";
import { customerAtCashier, depositOf, openWorld, sendWebhook, stateOf } from "./world.js";

const card = { card_holder: "Ada Tester", expiry: "12 / 30", cvv: "123" };

describeEachStorage((createStorage) => {
  describe("an order", () => {
    it("is paid when the webhook arrives", async () => {
      const world = await openWorld(await createStorage());
      const { customer, order } = await customerAtCashier(world);
      expect(await stateOf(world, order.id)).toBe("waiting");

      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();

      await customer.reload();
      expect(customer.state()).toBe("paid");
      const [transaction] = world.sandbox.transactions();
      expect(transaction).toMatchObject({
        tracking_id: order.id,
        user_id: order.customer,
        amount: "12.90",
      });
      expect(await world.store.listEntries()).toMatchObject([
        {
          from: "gateway",
          to: "sales",
          cents: 1290,
          key: `deposit:${transaction?.transaction_id}:successful`,
        },
      ]);
    });

    it("can be paid again after a declined payment", async () => {
      const world = await openWorld(await createStorage());
      const { customer, order } = await customerAtCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000000002" });
      await world.sandbox.flush();
      await customer.reload();
      expect(customer.state()).toBe("declined");
      expect(await world.store.listEntries()).toEqual([]);

      const declinedPage = customer.page().url;
      await customer.press("Try another payment");
      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();
      await customer.reload();
      expect(customer.state()).toBe("paid");
      expect(customer.page().url, "a new tracking_id").not.toContain(order.id);

      await customer.open(declinedPage);
      await customer.press("Try another payment");
      expect(customer.state(), "a second click opens the same payment").toBe("paid");
      expect(world.sandbox.transactions()).toHaveLength(2);
    });

    it("expires without a payment", async () => {
      const world = await openWorld(await createStorage());
      const { customer } = await customerAtCashier(world);
      await customer.leaveCashier();
      expect(customer.state()).toBe("waiting");
      await world.sandbox.advance("30m");
      await customer.reload();
      expect(customer.state()).toBe("expired");
    });

    it("is hidden from other customers", async () => {
      const world = await openWorld(await createStorage());
      const { order } = await customerAtCashier(world);
      const stranger = world.newCustomer();
      for (const path of ["", "/events"]) {
        await stranger.open(`${world.shopUrl}/orders/${order.id}${path}`);
        expect(stranger.page().status).toBe(404);
      }
    });
  });

  describe("a webhook that does not match", () => {
    it.each([
      ["another amount", { amount: "1.29" }],
      ["an amount finer than cents", { amount: "12.901" }],
      ["another currency", { currency: "SEK" }],
      ["an unknown order", { tracking_id: "unknown-order" }],
    ])("is flagged and not booked: %s", async (_name, changes) => {
      const world = await openWorld(await createStorage());
      const { order } = await customerAtCashier(world);
      const response = await sendWebhook(world, { ...depositOf(order), ...changes });
      // Not an error: a retry would not match either.
      expect(response).toEqual({ status: 200, outcome: "processed" });
      expect(await world.store.listEntries()).toEqual([]);
      expect(await world.store.listFlags()).toHaveLength(1);

      const clerk = world.newClerk();
      await clerk.open(`${world.shopUrl}/office`);
      expect(clerk.page().text).toContain("Needs attention");
    });

    it("is flagged if the order is already paid", async () => {
      const world = await openWorld(await createStorage());
      const { order } = await customerAtCashier(world);
      await sendWebhook(world, depositOf(order));
      await sendWebhook(world, { ...depositOf(order), transaction_id: "another" });
      expect(await stateOf(world, order.id)).toBe("paid");
      expect(await world.store.listEntries()).toHaveLength(1);
      expect(await world.store.listFlags()).toMatchObject([{ transactionId: "another" }]);
    });
  });

  describe("a forged webhook", () => {
    it("is rejected and books nothing", async () => {
      const world = await openWorld(await createStorage());
      const { order } = await customerAtCashier(world);
      const response = await sendWebhook(world, depositOf(order), "not-the-gateways-password");
      expect(response).toEqual({ status: 401, outcome: "bad-signature" });
      expect(await stateOf(world, order.id)).toBe("waiting");
      expect(await world.store.listEntries()).toEqual([]);
    });
  });
});
