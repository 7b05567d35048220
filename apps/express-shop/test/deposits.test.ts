// @ts-check
import { describe, expect, test } from "vitest";
import { describeEachStore } from "./describe-each-store.js";
import { customerAtCashier, depositOf, openWorld, sendWebhook, stateOf } from "./world.js";

const card = { card_holder: "Ada Tester", expiry: "12 / 30", cvv: "123" };

describeEachStore((newStore) => {
  describe("an order", () => {
    test("is paid when the webhook says so", async () => {
      const world = await openWorld(await newStore());
      const { customer, order } = await customerAtCashier(world);
      expect(await stateOf(world, order.id)).toBe("waiting");

      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();

      await customer.reload();
      expect(customer.state()).toBe("paid");
      const [sent] = world.sandbox.transactions();
      expect(sent).toMatchObject({
        tracking_id: order.id,
        user_id: order.customer,
        amount: "12.90",
      });
      expect(await world.books.listEntries()).toMatchObject([
        {
          from: "gateway",
          to: "sales",
          cents: 1290,
          key: `deposit:${sent?.transaction_id}:successful`,
        },
      ]);
    });

    test("is declined, and paid by another payment under another tracking_id", async () => {
      const world = await openWorld(await newStore());
      const { customer, order } = await customerAtCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000000002" });
      await world.sandbox.flush();
      await customer.reload();
      expect(customer.state()).toBe("declined");
      expect(await world.books.listEntries()).toEqual([]);

      const declinedPage = customer.page().url;
      await customer.press("Try another payment");
      await customer.follow("Northbank");
      await customer.press("Pay");
      await world.sandbox.flush();
      await customer.reload();
      expect(customer.state()).toBe("paid");
      expect(customer.page().url).not.toContain(order.id);

      await customer.open(declinedPage);
      await customer.press("Try another payment");
      expect(customer.state(), "a second click finds the payment of the first").toBe("paid");
      expect(world.sandbox.transactions()).toHaveLength(2);
    });

    test("expires when the customer never pays", async () => {
      const world = await openWorld(await newStore());
      const { customer } = await customerAtCashier(world);
      await customer.press("Walk away");
      expect(customer.state()).toBe("waiting");
      await world.sandbox.advance("30m");
      await customer.reload();
      expect(customer.state()).toBe("expired");
    });

    test("is shown to nobody but its customer", async () => {
      const world = await openWorld(await newStore());
      const { order } = await customerAtCashier(world);
      const stranger = world.newCustomer();
      for (const path of ["", "/events"]) {
        await stranger.open(`${world.shopUrl}/orders/${order.id}${path}`);
        expect(stranger.page().status).toBe(404);
      }
    });
  });

  describe("a webhook that does not fit", () => {
    test.each([
      ["another amount", { amount: "1.29" }],
      ["an amount finer than cents", { amount: "12.901" }],
      ["another currency", { currency: "SEK" }],
      ["an order that is not known", { tracking_id: "order-of-nobody" }],
    ])("is flagged and not booked: %s", async (_name, changed) => {
      const world = await openWorld(await newStore());
      const { order } = await customerAtCashier(world);
      const answer = await sendWebhook(world, { ...depositOf(order), ...changed });
      // Sent again it would fit no better.
      expect(answer).toEqual({ status: 200, outcome: "processed" });
      expect(await world.books.listEntries()).toEqual([]);
      expect(await world.books.listFlags()).toHaveLength(1);

      const clerk = world.newClerk();
      await clerk.open(`${world.shopUrl}/office`);
      expect(clerk.page().text).toContain("Look at these");
    });

    test("of a second payment for a paid order is flagged and not booked", async () => {
      const world = await openWorld(await newStore());
      const { order } = await customerAtCashier(world);
      await sendWebhook(world, depositOf(order));
      await sendWebhook(world, { ...depositOf(order), transaction_id: "another" });
      expect(await stateOf(world, order.id)).toBe("paid");
      expect(await world.books.listEntries()).toHaveLength(1);
      expect(await world.books.listFlags()).toMatchObject([{ transactionId: "another" }]);
    });

    test("of a forger is refused, and books nothing", async () => {
      const world = await openWorld(await newStore());
      const { order } = await customerAtCashier(world);
      const answer = await sendWebhook(world, depositOf(order), "made up by somebody else");
      expect(answer).toEqual({ status: 401, outcome: "bad-signature" });
      expect(await stateOf(world, order.id)).toBe("waiting");
      expect(await world.books.listEntries()).toEqual([]);
    });
  });
});
