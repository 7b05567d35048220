import { describe, expect, it } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { accounts } from "../dist/src/store/ledger.js";
import { describeEachEngine } from "./describe-each-engine.js";
import {
  createEvent,
  findRefund,
  openWorld,
  paidHire,
  refundInReview,
  sendWebhook,
} from "./world.js";

describeEachEngine((engine) => {
  describe("a refund", () => {
    it("is on hold until approved, then paid", async () => {
      const world = await openWorld(engine);
      const { ledger, operator, refunds } = world;
      const hire = await paidHire(world, cards.good);
      const refund = await refundInReview(world, hire);
      expect(await findRefund(world, refund.id)).toMatchObject({ state: "review" });
      expect(await ledger.balance(accounts.held(hire.customer))).toBe(12_050);
      expect(await ledger.balance(accounts.payouts)).toBe(0);

      expect((await operator.post(`/api/refunds/${refund.id}/approve`)).status).toBe(200);
      await world.flush();
      expect(await findRefund(world, refund.id)).toMatchObject({ state: "paid" });
      expect(await ledger.balance(accounts.payouts)).toBe(12_050);
      expect(await ledger.balance(accounts.deposit(hire.customer))).toBe(0);
      expect(refunds.transactions()).toMatchObject([{ status: "successful" }]);
    });

    it("can be requested again after a rejection", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const refund = await refundInReview(world, hire);
      await world.operator.post(`/api/refunds/${refund.id}/reject`);
      await world.flush();
      expect(await findRefund(world, refund.id)).toMatchObject({ state: "rejected" });
      expect(await world.ledger.balance(accounts.deposit(hire.customer))).toBe(12_050);
      expect(world.refunds.transactions()).toMatchObject([{ status: "rejected" }]);
      expect(await refundInReview(world, hire)).toMatchObject({ state: "review" });
    });

    it("is released when it expires", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      await world.refunds.advance("30m");
      await world.flush();
      expect(await findRefund(world, body.id)).toMatchObject({ state: "expired" });
      expect(await world.ledger.balance(accounts.deposit(hire.customer))).toBe(12_050);
    });

    it("is requested once for two concurrent requests", async () => {
      const world = await openWorld(engine);
      const { id } = await paidHire(world, cards.good);
      const request = () => world.customer.post("/api/refunds", { hire: id });
      const responses = await Promise.all([request(), request()]);
      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201, 409]));
      expect(world.refunds.transactions()).toHaveLength(1);
    });

    it("is decided once for two concurrent decisions", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      const responses = await Promise.all([
        world.operator.post(`/api/refunds/${refund.id}/approve`),
        world.operator.post(`/api/refunds/${refund.id}/reject`),
      ]);
      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 409]));
      await world.flush();
      expect(["paid", "rejected"]).toContain((await findRefund(world, refund.id)).state);
      expect(await world.store.listFlags()).toEqual([]);
    });

    it("stays on hold after a lost response", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      world.dropNextResponse("refunds");
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      expect(body).toMatchObject({ state: "unknown", lastKnownState: "found" });
      expect(await world.ledger.balance(accounts.held(hire.customer))).toBe(12_050);
      await world.refunds.advance("30m");
      await world.flush();
      expect(await findRefund(world, body.id)).toMatchObject({ state: "expired" });
      expect(await world.ledger.balance(accounts.held(hire.customer))).toBe(0);
    });

    it("is released once if it is refused and a webhook rejects it", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      world.replaceNextStatus("refunds", 422);
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      expect(body).toMatchObject({ state: "refused" });
      const event = createEvent(hire, {
        tracking_id: body.id,
        transaction_type: "withdrawal",
        status: "rejected",
      });
      const { signaturePassword } = world.refunds;
      expect(await sendWebhook(world.webhooks.refunds, event, signaturePassword)).toBe(200);
      await world.flush();
      expect(await world.ledger.balance(accounts.deposit(hire.customer))).toBe(12_050);
      expect(await world.ledger.balance(accounts.held(hire.customer))).toBe(0);
    });

    it.each([303, 307, 408, 409, 499])("stays on hold after a %d", async (status) => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      world.replaceNextStatus("refunds", status);
      const { body } = await world.customer.post("/api/refunds", { hire: hire.id });
      expect(body).toMatchObject({ state: "unknown", lastKnownState: "found" });
      expect(await world.ledger.balance(accounts.held(hire.customer))).toBe(12_050);
    });
  });

  describe("a decision", () => {
    it.each([303, 409])("is undecided after a %d", async (status) => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      world.refunds.setWebhookUrl(undefined);
      world.replaceNextStatus("refunds", status);
      const { body } = await world.operator.post(`/api/refunds/${refund.id}/approve`);
      expect(body).toMatchObject({ state: "undecided", lastKnownState: "found" });
    });

    it("after a lost response requires a look-up first", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      world.refunds.setWebhookUrl(undefined);
      world.dropNextResponse("refunds");
      const path = `/api/refunds/${refund.id}`;
      expect((await world.operator.post(`${path}/approve`)).body.state).toBe("undecided");
      expect((await world.operator.post(`${path}/reject`)).status).toBe(409);
      expect((await world.operator.post(`${path}/look-up`)).body).toMatchObject({
        state: "review",
        lastKnownState: "found",
      });
    });

    it("can be repeated when the gateway rejects it", async () => {
      const world = await openWorld(engine);
      const refund = await refundInReview(world, await paidHire(world, cards.good));
      await world.store.save(Object.assign(refund, { transactionId: "unknown-transaction" }));
      const { status, body } = await world.operator.post(`/api/refunds/${refund.id}/reject`);
      expect({ status, error: body.error }).toEqual({
        status: 502,
        error: "The payment gateway rejected the request.",
      });
      expect(await findRefund(world, refund.id)).toMatchObject({ state: "review" });
    });
  });
});
