import { describe, expect, it, vi } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { accounts } from "../dist/src/store/ledger.js";
import { describeEachEngine, describeWithQueue } from "./describe-each-engine.js";
import { createEvent, findHire, openWorld, paidHire, sendWebhook, type World } from "./world.js";

/** Lists the deliveries of successful deposits. */
function successDeliveries({ deposits }: World) {
  return deposits.deliveries().filter(({ status }) => status === "successful");
}

/** Makes the next ledger entry fail. */
function failNextTransfer({ ledger }: World) {
  return vi.spyOn(ledger, "transfer").mockImplementationOnce(() => {
    throw new Error("ledger unavailable");
  });
}

describeEachEngine((engine) => {
  describe("a card deposit", () => {
    it("is booked when the webhook arrives", async () => {
      const world = await openWorld(engine);
      const { customer, ledger } = world;
      const { status, body } = await customer.post("/api/hires", { tool: "ladder", ...cards.good });
      expect(status).toBe(201);
      await world.flush();
      const hire = await findHire(world, body.id);
      expect(hire).toMatchObject({ state: "paid", cents: 4599 });
      expect(await ledger.balance(accounts.cards)).toBe(-4599);
      expect(await ledger.balance(accounts.deposit(hire.customer))).toBe(4599);
      expect(await ledger.entries()).toHaveLength(1);
    });

    it("is not booked by the response alone", async () => {
      const { customer, deposits, ledger } = await openWorld(engine);
      deposits.setWebhookUrl(undefined);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
      expect(body.state).toBe("confirming");
      expect(await ledger.entries()).toEqual([]);
    });

    it("is not booked when declined", async () => {
      const { customer, ledger, flush } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.declined });
      expect(body.state).toBe("declined");
      await flush();
      expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("declined");
      expect(await ledger.entries()).toEqual([]);
    });

    it.each([
      { password: "password", state: "paid", cents: 12_050 },
      { password: "guess", state: "declined", cents: 0 },
    ])("is $state with the 3DS password $password", async ({ password, state, cents }) => {
      const { customer, ledger, deskUrl, flush } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.challenged });
      expect(body.state).toBe("challenge");
      const bank = await customer.submit(body.challengeUrl ?? "", { action: "confirm", password });
      expect(bank.status).toBeLessThan(400);
      await flush();
      const hire = await customer.get(`/api/hires/${body.id}`);
      expect(hire.body).toMatchObject({ state });
      expect(hire.body.challengeUrl).toBeUndefined();
      expect(await ledger.balance(accounts.cards)).toBe(0 - cents);
      expect((await customer.get(`${deskUrl}/hires/${body.id}`)).text).toContain(
        `data-state="${state}"`,
      );
    });

    it("expires when 3DS is not completed", async () => {
      const { customer, deposits, flush } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.challenged });
      await deposits.advance("30m");
      await flush();
      expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("expired");
    });

    it.each([303, 307, 408, 409, 499])("is unknown after a %d, then paid", async (status) => {
      const world = await openWorld(engine);
      world.replaceNextStatus("deposits", status);
      const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.good });
      // The webhook can arrive before the response.
      expect(["unknown", "paid"]).toContain(body.state);
      await world.flush();
      expect(await findHire(world, body.id)).toMatchObject({
        state: "paid",
        lastKnownState: "found",
      });
      expect(world.deposits.transactions()).toHaveLength(1);
    });

    it("is charged and booked once after a lost response", async () => {
      const world = await openWorld(engine);
      world.deposits.setWebhookUrl(undefined);
      world.dropNextResponse("deposits");
      const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.good });
      expect(body).toMatchObject({ state: "unknown", lastKnownState: "found" });
      expect(world.deposits.transactions()).toHaveLength(1);

      const [{ transaction_id } = { transaction_id: "" }] = world.deposits.transactions();
      const event = createEvent(await findHire(world, body.id), { transaction_id });
      const { signaturePassword } = world.deposits;
      expect(await sendWebhook(world.webhooks.deposits, event, signaturePassword)).toBe(200);
      expect(await sendWebhook(world.webhooks.deposits, event, signaturePassword)).toBe(200);
      await world.flush();
      expect((await findHire(world, body.id)).state).toBe("paid");
      expect(await world.ledger.entries()).toHaveLength(1);
    });
  });

  describe("a validly signed webhook", () => {
    it.each([
      ["with another amount", { amount: "120.51" }],
      ["with another currency", { currency: "SEK" }],
      ["for an unknown hire", { tracking_id: "unknown-hire" }],
    ])("%s is flagged, not booked", async (_name, changes) => {
      const world = await openWorld(engine);
      const { customer, deposits, store, ledger, webhooks } = world;
      deposits.setWebhookUrl(undefined);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
      const event = createEvent(await findHire(world, body.id), changes);
      expect(await sendWebhook(webhooks.deposits, event, deposits.signaturePassword)).toBe(200);
      await world.flush();
      expect(await store.listFlags()).toHaveLength(1);
      expect(await ledger.entries()).toEqual([]);
    });

    it("for a second transaction is flagged, not booked", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const { signaturePassword } = world.deposits;
      await sendWebhook(world.webhooks.deposits, createEvent(hire), signaturePassword);
      await world.flush();
      expect(await world.store.listFlags()).toMatchObject([{ trackingId: hire.id }]);
      expect(await world.ledger.entries()).toHaveLength(1);
    });
  });
});

describe("without a queue", () => {
  it("the gateway retries a failed booking", async () => {
    const world = await openWorld();
    const { customer, deposits, ledger, logs } = world;
    const transfer = failNextTransfer(world);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    await world.flush();
    expect(successDeliveries(world)).toMatchObject([{ attempt: 1, responseStatus: 500 }]);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).not.toBe("paid");
    expect(logs.join("\n")).toContain("handler-failed");

    await deposits.advance("5m");
    expect(successDeliveries(world)).toMatchObject([
      { responseStatus: 500 },
      { attempt: 2, responseStatus: 200 },
    ]);
    expect(transfer).toHaveBeenCalledTimes(2);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("paid");
    expect(await ledger.entries()).toHaveLength(1);
  });
});

describeWithQueue("with a queue", (engine) => {
  it("the worker retries a failed booking", async () => {
    const world = await openWorld(engine);
    const { customer, ledger } = world;
    const transfer = failNextTransfer(world);
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    await world.flush();
    expect(successDeliveries(world)).toMatchObject([{ attempt: 1, responseStatus: 200 }]);
    expect(transfer).toHaveBeenCalledTimes(2);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("paid");
    expect(await ledger.entries()).toHaveLength(1);
    expect(await world.queueOf("deposits").listDeadLetters()).toEqual([]);
  });

  it("a webhook that cannot be stored gets a 503", async () => {
    const world = await openWorld(engine);
    await world.queueOf("deposits").close();
    await world.customer.post("/api/hires", { tool: "drill", ...cards.good });
    await world.deposits.flush();
    expect(successDeliveries(world)).toMatchObject([{ attempt: 1, responseStatus: 503 }]);
  });
});
