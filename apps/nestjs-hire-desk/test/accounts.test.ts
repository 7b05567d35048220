// @ts-check
import { describe, expect, test } from "vitest";
import { cards } from "../demo/person.js";
import { describeEachInbox } from "./describe-each-engine.js";
import { eventOf, openWorld, paidHire, refundInReview, sendWebhook } from "./world.js";

describe("the two accounts", () => {
  test("refuse each other's signatures", async () => {
    const { customer, deposits, refunds, books, ledger, webhooks } = await openWorld();
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    const event = eventOf(books.hires.get(body.id));
    expect(await sendWebhook(webhooks.deposits, event, refunds.signaturePassword)).toBe(401);
    expect(await sendWebhook(webhooks.refunds, event, deposits.signaturePassword)).toBe(401);
    expect(ledger.entries()).toEqual([]);
    expect(books.flags).toEqual([]);
  });

  test("do not hear each other's events", async () => {
    const { customer, deposits, refunds, books, ledger, webhooks } = await openWorld();
    deposits.setWebhookUrl(undefined);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    const event = eventOf(books.hires.get(body.id));
    // Rightly signed by the refunds account, whose business deposits are not.
    expect(await sendWebhook(webhooks.refunds, event, refunds.signaturePassword)).toBe(200);
    expect(ledger.entries()).toEqual([]);
    expect(await sendWebhook(webhooks.deposits, event, deposits.signaturePassword)).toBe(200);
    expect(ledger.entries()).toHaveLength(1);
  });

  test("call with their own keys: each gateway knows its own transactions only", async () => {
    const world = await openWorld();
    expect(world.deposits.apiKey).not.toBe(world.refunds.apiKey);
    expect(world.deposits.signaturePassword).not.toBe(world.refunds.signaturePassword);
    await refundInReview(world, await paidHire(world, cards.good));
    expect(world.deposits.transactions()).toMatchObject([{ transaction_type: "deposit" }]);
    expect(world.refunds.transactions()).toMatchObject([{ transaction_type: "withdrawal" }]);
  });
});

describeEachInbox(({ newPlace }) => {
  test("apply a change each when two transactions have one id", async () => {
    const world = await openWorld({ newPlace });
    const { deposits, refunds, books, webhooks } = world;
    // Nobody asked for these: each account flags its own once.
    const row = { id: "asked-for-by-nobody", customer: "nobody" };
    const transaction_type = "withdrawal";
    const refund = eventOf(row, { transaction_type, amount: "7.00" });
    const deposit = eventOf(row, { transaction_type: "deposit" });
    const flags = () => books.flags.length;
    expect(await sendWebhook(webhooks.deposits, deposit, deposits.signaturePassword)).toBe(200);
    // The deposits account has no handler for it: recorded as unhandled, under that account alone.
    const other = eventOf(row, { transaction_type });
    expect(await sendWebhook(webhooks.deposits, other, deposits.signaturePassword)).toBe(200);
    expect(flags()).toBe(1);
    for (let time = 0; time < 2; time += 1) {
      expect(await sendWebhook(webhooks.refunds, refund, refunds.signaturePassword)).toBe(200);
      expect(flags()).toBe(2);
    }
  });
});
