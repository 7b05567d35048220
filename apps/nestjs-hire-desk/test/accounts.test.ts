import { describe, expect, it } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import {
  createEvent,
  findHire,
  openWorld,
  paidHire,
  refundInReview,
  sendWebhook,
} from "./world.js";

describe("the two accounts", () => {
  it("reject each other's signatures", async () => {
    const world = await openWorld();
    const { customer, deposits, refunds, store, ledger, webhooks } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    const event = createEvent(await findHire(world, body.id));
    expect(await sendWebhook(webhooks.deposits, event, refunds.signaturePassword)).toBe(401);
    expect(await sendWebhook(webhooks.refunds, event, deposits.signaturePassword)).toBe(401);
    expect(await ledger.entries()).toEqual([]);
    expect(await store.listFlags()).toEqual([]);
  });

  it("ignore each other's events", async () => {
    const world = await openWorld();
    const { customer, deposits, refunds, ledger, webhooks } = world;
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    const event = createEvent(await findHire(world, body.id));
    // A valid signature, but the refunds account has no handler for deposits.
    expect(await sendWebhook(webhooks.refunds, event, refunds.signaturePassword)).toBe(200);
    expect(await ledger.entries()).toEqual([]);
    expect(await sendWebhook(webhooks.deposits, event, deposits.signaturePassword)).toBe(200);
    expect(await ledger.entries()).toHaveLength(1);
  });

  it("call the gateway with their own keys", async () => {
    const world = await openWorld();
    expect(world.deposits.apiKey).not.toBe(world.refunds.apiKey);
    expect(world.deposits.signaturePassword).not.toBe(world.refunds.signaturePassword);
    await refundInReview(world, await paidHire(world, cards.good));
    expect(world.deposits.transactions()).toMatchObject([{ transaction_type: "deposit" }]);
    expect(world.refunds.transactions()).toMatchObject([{ transaction_type: "withdrawal" }]);
  });
});

describe("the shared inbox", () => {
  it("keeps the accounts' records apart", async () => {
    const world = await openWorld();
    const { deposits, refunds, store, webhooks } = world;
    const sendToDeposits = (event: object) =>
      sendWebhook(webhooks.deposits, event, deposits.signaturePassword);
    const sendToRefunds = (event: object) =>
      sendWebhook(webhooks.refunds, event, refunds.signaturePassword);
    // Both accounts receive a transaction with the same id that was never requested, and flag it.
    const row = { id: "never-requested", customer: "unknown-customer" };
    expect(await sendToDeposits(createEvent(row, { transaction_type: "deposit" }))).toBe(200);
    // The deposits account records a withdrawal as unhandled, which must not affect the refunds account.
    const withdrawal = { transaction_type: "withdrawal" };
    expect(await sendToDeposits(createEvent(row, withdrawal))).toBe(200);
    expect(await store.listFlags()).toHaveLength(1);
    const refund = createEvent(row, { ...withdrawal, amount: "7.00" });
    expect(await sendToRefunds(refund)).toBe(200);
    expect(await store.listFlags()).toHaveLength(2);
    expect(await sendToRefunds(refund)).toBe(200);
    expect(await store.listFlags()).toHaveLength(2);
  });
});
