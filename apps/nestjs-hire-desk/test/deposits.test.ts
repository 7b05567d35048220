// @ts-check
import { describe, expect, test, vi } from "vitest";
import { accounts } from "../dist/books/ledger.js";
import { cards } from "../demo/person.js";
import { describeEachEngine, describeWithRedis } from "./describe-each-engine.js";
import { eventOf, openWorld, paidHire, sendWebhook } from "./world.js";

describeEachEngine((engine) => {
  describe("a deposit by card", () => {
    test("is booked by the webhook, to the cent", async () => {
      const { customer, books, ledger, settle } = await openWorld(engine);
      const { status, body } = await customer.post("/api/hires", { tool: "ladder", ...cards.good });
      expect(status).toBe(201);
      await settle();
      const hire = books.hires.get(body.id);
      expect(hire).toMatchObject({ state: "paid", cents: 4599 });
      expect(ledger.balance(accounts.cards)).toBe(-4599);
      expect(ledger.balance(accounts.deposit(hire?.customer ?? ""))).toBe(4599);
      expect(ledger.entries()).toHaveLength(1);
    });

    test("is not booked before the webhook, whatever the answer says", async () => {
      const { customer, deposits, ledger } = await openWorld(engine);
      deposits.setWebhookUrl(undefined);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
      expect(body.state).toBe("confirming");
      expect(ledger.entries()).toEqual([]);
    });

    test("that is declined books nothing", async () => {
      const { customer, ledger, settle } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.declined });
      expect(body.state).toBe("declined");
      await settle();
      expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("declined");
      expect(ledger.entries()).toEqual([]);
    });

    test.each([
      { password: "password", state: "paid", cents: 12_050 },
      { password: "guess", state: "declined", cents: 0 },
    ])("with 3DS answered $password is $state", async ({ password, state, cents }) => {
      const { customer, ledger, deskUrl, settle } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.challenged });
      expect(body.state).toBe("challenge");
      const bank = await customer.submit(body.challengeUrl, { action: "answer", password });
      expect(bank.status).toBeLessThan(400);
      await settle();
      const shown = await customer.get(`/api/hires/${body.id}`);
      expect(shown.body).toMatchObject({ state });
      expect(shown.body.challengeUrl).toBeUndefined();
      expect(ledger.balance(accounts.cards)).toBe(0 - cents);
      expect((await customer.get(`${deskUrl}/hires/${body.id}`)).text).toContain(
        `data-state="${state}"`,
      );
    });

    test("that nobody confirms at the bank expires", async () => {
      const { customer, deposits, settle } = await openWorld(engine);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.challenged });
      await deposits.advance("30m");
      await settle();
      expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("expired");
    });

    test.each([303, 307, 408, 409, 499])(
      "with a %d response may have been charged",
      async (status) => {
        const world = await openWorld(engine);
        world.replaceNextStatus("deposits", status);
        const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.good });
        // The webhook may have been faster.
        expect(["unknown", "paid"]).toContain(body.state);
        await world.settle();
        expect(world.books.hires.get(body.id)).toMatchObject({ state: "paid", finding: "found" });
        expect(world.deposits.transactions()).toHaveLength(1);
      },
    );

    test("whose answer was lost is not sent again, and is booked once", async () => {
      const world = await openWorld(engine);
      world.deposits.setWebhookUrl(undefined);
      world.loseNextAnswer("deposits");
      const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.good });
      expect(body).toMatchObject({ state: "unknown", finding: "found" });
      expect(world.deposits.transactions()).toHaveLength(1);

      const [{ transaction_id } = { transaction_id: "" }] = world.deposits.transactions();
      const event = eventOf(world.books.hires.get(body.id), { transaction_id });
      const { signaturePassword } = world.deposits;
      expect(await sendWebhook(world.webhooks.deposits, event, signaturePassword)).toBe(200);
      expect(await sendWebhook(world.webhooks.deposits, event, signaturePassword)).toBe(200);
      await world.settle();
      expect(world.books.hires.get(body.id)?.state).toBe("paid");
      expect(world.ledger.entries()).toHaveLength(1);
    });
  });

  describe("a webhook rightly signed", () => {
    test.each([
      ["of another amount", { amount: "120.51" }],
      ["in another currency", { currency: "SEK" }],
      ["for a hire that nobody knows", { tracking_id: "hire-of-nobody" }],
    ])("%s is flagged for a person and books nothing", async (_name, changes) => {
      const { customer, deposits, books, ledger, webhooks, settle } = await openWorld(engine);
      deposits.setWebhookUrl(undefined);
      const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
      const event = eventOf(books.hires.get(body.id), changes);
      expect(await sendWebhook(webhooks.deposits, event, deposits.signaturePassword)).toBe(200);
      await settle();
      expect(books.flags).toHaveLength(1);
      expect(ledger.entries()).toEqual([]);
    });

    test("of a second transaction for a paid hire is flagged, not booked", async () => {
      const world = await openWorld(engine);
      const hire = await paidHire(world, cards.good);
      const { signaturePassword } = world.deposits;
      await sendWebhook(world.webhooks.deposits, eventOf(hire), signaturePassword);
      await world.settle();
      expect(world.books.flags).toMatchObject([{ trackingId: hire.id }]);
      expect(world.ledger.entries()).toHaveLength(1);
    });
  });
});

describe("without a queue, a deposit", () => {
  test("that a handler failed to book is booked at the gateway's next try", async () => {
    const { customer, deposits, ledger, logs, settle } = await openWorld();
    const broken = vi.spyOn(ledger, "transfer").mockImplementationOnce(() => {
      throw new Error("the ledger is locked");
    });
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    await settle();
    const told = () => deposits.deliveries().filter(({ status }) => status === "successful");
    expect(told()).toMatchObject([{ attempt: 1, responseStatus: 500 }]);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).not.toBe("paid");
    expect(logs.join("\n")).toContain("handler-failed");

    await deposits.advance("5m");
    expect(told()).toMatchObject([{ responseStatus: 500 }, { attempt: 2, responseStatus: 200 }]);
    expect(broken).toHaveBeenCalledTimes(2);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("paid");
    expect(ledger.entries()).toHaveLength(1);
  });
});

describeWithRedis("with a queue, a deposit", (engine) => {
  test("that a handler failed to book is booked by the queue's next try, and the gateway hears 200 once", async () => {
    const { customer, deposits, ledger, queueOf, settle } = await openWorld(engine);
    const broken = vi.spyOn(ledger, "transfer").mockImplementationOnce(() => {
      throw new Error("the ledger is locked");
    });
    const { body } = await customer.post("/api/hires", { tool: "drill", ...cards.good });
    await settle();
    const told = deposits.deliveries().filter(({ status }) => status === "successful");
    expect(told).toMatchObject([{ attempt: 1, responseStatus: 200 }]);
    expect(broken).toHaveBeenCalledTimes(2);
    expect((await customer.get(`/api/hires/${body.id}`)).body.state).toBe("paid");
    expect(ledger.entries()).toHaveLength(1);
    expect(await queueOf("deposits").listDeadLetters()).toEqual([]);
  });

  test("whose webhook cannot be stored is not acknowledged", async () => {
    const { customer, deposits, queueOf } = await openWorld(engine);
    await queueOf("deposits").close();
    await customer.post("/api/hires", { tool: "drill", ...cards.good });
    await deposits.flush();
    const told = deposits.deliveries().filter(({ status }) => status === "successful");
    expect(told).toMatchObject([{ attempt: 1, responseStatus: 503 }]);
  });
});
