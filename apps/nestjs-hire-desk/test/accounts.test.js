// @ts-check
import { describe, expect, test } from "vitest";
import { cards } from "../demo/person.js";
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
