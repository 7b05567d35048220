// @ts-check
import { describe, expect, test } from "vitest";
import { accounts } from "../dist/books/ledger.js";
import { cards } from "../demo/person.js";
import { describeEachEngine } from "./describe-each-engine.js";
import { openWorld, paidHire, refundInReview } from "./world.js";

describeEachEngine((engine) => {
  describe("a refund", () => {
    test("is set aside at once, waits for the operator, and is paid out when approved", async () => {
      const world = await openWorld(engine);
      const { ledger, operator, refunds, settle } = world;
      const hire = await paidHire(world, cards.good);
      const refund = await refundInReview(world, hire);
      expect(refund).toMatchObject({ state: "review" });
      expect(ledger.balance(accounts.held(hire.customer))).toBe(12_050);
      expect(ledger.balance(accounts.payouts)).toBe(0);

      expect((await operator.post(`/api/refunds/${refund?.id}/approve`)).status).toBe(200);
      await settle();
      expect(refund).toMatchObject({ state: "paid" });
      expect(ledger.balance(accounts.payouts)).toBe(12_050);
      expect(ledger.balance(accounts.deposit(hire.customer))).toBe(0);
      expect(refunds.transactions()).toMatchObject([{ status: "successful" }]);
    });

    test("goes back to the deposit when rejected, and can be asked for again", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const refund = await refundInReview(world, hire);
      await world.operator.post(`/api/refunds/${refund?.id}/reject`);
      await world.settle();
      expect(refund).toMatchObject({ state: "rejected" });
      expect(world.ledger.balance(accounts.deposit(hire.customer))).toBe(12_050);
      expect(world.refunds.transactions()).toMatchObject([{ status: "rejected" }]);
      expect(await refundInReview(world, hire)).toMatchObject({ state: "review" });
    });

    test("goes back to the deposit when its customer never confirms it", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      await world.refunds.advance("30m");
      await world.settle();
      expect(world.books.refunds.get(body.id)).toMatchObject({ state: "expired" });
      expect(world.ledger.balance(accounts.deposit(hire.customer))).toBe(12_050);
    });

    test("is asked for once, however often the button is pressed", async () => {
      const world = await openWorld(engine);
      const { id } = await paidHire(world, cards.good);
      const ask = () => world.customer.post("/api/refunds", { hire: id });
      const answers = await Promise.all([ask(), ask()]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
      expect(world.refunds.transactions()).toHaveLength(1);
    });

    test("is decided once, however many operators press", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      const answers = await Promise.all([
        world.operator.post(`/api/refunds/${refund?.id}/approve`),
        world.operator.post(`/api/refunds/${refund?.id}/reject`),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
      await world.settle();
      expect(["paid", "rejected"]).toContain(refund?.state);
      expect(world.books.flags).toEqual([]);
    });

    test("whose request's answer was lost stays set aside until the gateway tells how it ended", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      world.loseNextAnswer("refunds");
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      expect(body).toMatchObject({ state: "unknown", finding: "found" });
      expect(world.ledger.balance(accounts.held(hire.customer))).toBe(12_050);
      await world.refunds.advance("30m");
      await world.settle();
      expect(world.books.refunds.get(body.id)).toMatchObject({ state: "expired" });
      expect(world.ledger.balance(accounts.held(hire.customer))).toBe(0);
    });

    test.each([303, 307, 408, 409, 499])("with a %d response stays set aside", async (status) => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      world.replaceNextStatus("refunds", status);
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      expect(body).toMatchObject({ state: "unknown", finding: "found" });
      expect(world.ledger.balance(accounts.held(hire.customer))).toBe(12_050);
    });

    test.each([303, 409])("whose decision gets a %d is found out first", async (status) => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      world.refunds.setWebhookUrl(undefined);
      world.replaceNextStatus("refunds", status);
      const { body } = await world.operator.post(`/api/refunds/${refund?.id}/approve`);
      expect(body).toMatchObject({ state: "undecided", finding: "found" });
    });

    test("whose decision's answer was lost is not decided again before the gateway was asked", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      world.refunds.setWebhookUrl(undefined);
      world.loseNextAnswer("refunds");
      const path = `/api/refunds/${refund?.id}`;
      expect((await world.operator.post(`${path}/approve`)).body.state).toBe("undecided");
      expect((await world.operator.post(`${path}/reject`)).status).toBe(409);
      expect((await world.operator.post(`${path}/find-out`)).body).toMatchObject({
        state: "review",
        finding: "found",
      });
    });

    test("that the gateway refuses to decide waits again", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      Object.assign(refund ?? {}, { transactionId: "not-the-gateway's" });
      const { status, body } = await world.operator.post(`/api/refunds/${refund?.id}/reject`);
      expect({ status, error: body.error }).toEqual({
        status: 502,
        error: "The gateway did not take it",
      });
      expect(refund).toMatchObject({ state: "review" });
    });
  });
});
