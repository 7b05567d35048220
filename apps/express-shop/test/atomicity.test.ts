// A webhook's effect and the inbox's record of it: one transaction in PostgreSQL, the same idempotency key elsewhere.
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import type { ShopStorage } from "../src/open-storage.js";
import { poolDatabase } from "../src/store/database.js";
import { createPostgresStore } from "../src/store/postgres-store.js";
import type { NewOrder } from "../src/store/store.js";
import { describeEachStorage, openUntilTestEnds } from "./describe-each-storage.js";
import { customerAtCashier, depositOf, openWorld, sendWebhook, stateOf } from "./world.js";

/** Lets the handler finish, then fails to record the event. */
function failNextRecord({ inbox }: ShopStorage) {
  vi.spyOn(inbox, "complete").mockImplementationOnce(async (change, lease) => {
    await inbox.release(change, lease);
    throw new Error("The connection is gone.");
  });
}

const topUp: NewOrder = {
  customer: "ada",
  kind: "top-up",
  lines: [],
  cents: 3000,
  currency: "EUR",
};

describeEachStorage((createStorage, createSettings) => {
  describe("after a failed record", () => {
    it("books a retried deposit once", async () => {
      const settings = await createSettings();
      const storage = await openUntilTestEnds(settings);
      const world = await openWorld(storage);
      const { order } = await customerAtCashier(world);
      failNextRecord(storage);
      const payload = depositOf(order);
      expect(await sendWebhook(world, payload)).toEqual({
        status: 503,
        outcome: "inbox-unavailable",
      });
      // PostgreSQL rolls the handler back. Elsewhere its effect stays, under the event's key.
      const isRolledBack = settings.engine === "postgres";
      expect(await world.store.listEntries()).toHaveLength(isRolledBack ? 0 : 1);
      expect(await stateOf(world, order.id)).toBe(isRolledBack ? "waiting" : "paid");

      expect(await sendWebhook(world, payload)).toEqual({ status: 200, outcome: "processed" });
      expect(await world.store.listEntries()).toHaveLength(1);
      expect(await world.store.listFlags()).toEqual([]);
      expect(await stateOf(world, order.id)).toBe("paid");
    });

    it("declines a retried rejection once", async () => {
      const storage = await createStorage();
      const world = await openWorld(storage);
      const { order } = await customerAtCashier(world);
      failNextRecord(storage);
      const payload = { ...depositOf(order), status: "rejected" };
      expect(await sendWebhook(world, payload)).toMatchObject({ status: 503 });
      expect(await sendWebhook(world, payload)).toMatchObject({ status: 200 });
      expect(await world.store.listFlags()).toEqual([]);
      expect(await stateOf(world, order.id)).toBe("declined");
    });
  });

  describe("under concurrency", () => {
    it("books one of two payments for an order", async () => {
      const world = await openWorld(await createStorage());
      const { order } = await customerAtCashier(world);
      const payloads = ["one", "two"].map((id) => ({ ...depositOf(order), transaction_id: id }));
      const send = () => Promise.all(payloads.map((payload) => sendWebhook(world, payload)));
      await send();
      // The second delivery of a pair may have been refused. The gateway retries it.
      for (const { status } of await send()) expect(status).toBe(200);
      expect(await world.store.listEntries()).toHaveLength(1);
      expect(await world.store.listFlags()).toHaveLength(1);
      expect(await stateOf(world, order.id)).toBe("paid");
    });

    it("finalizes an order with one key only", async () => {
      const { store } = await createStorage();
      const order = await store.addOrder(topUp);
      const finalize = (key: string) =>
        store.finalize(order, "paid", { key, from: "gateway", to: "sales" });
      const [one, other] = await Promise.allSettled([finalize("one"), finalize("other")]);
      expect(new Set([one?.status, other?.status])).toEqual(new Set(["fulfilled", "rejected"]));
      await finalize(one?.status === "fulfilled" ? "one" : "other");
      expect(await store.listEntries()).toHaveLength(1);
    });

    it("withdraws a balance once", async () => {
      const { store } = await createStorage();
      const order = await store.addOrder(topUp);
      await store.finalize(order, "paid", { key: "top-up", from: "gateway", to: "wallet:ada" });
      const withdrawal = { customer: "ada", cents: 3000, currency: "EUR" };
      const withdrawals = await Promise.all(
        Array.from({ length: 5 }, () => store.addWithdrawal(withdrawal, async () => undefined)),
      );
      expect(withdrawals.filter((row) => row !== undefined)).toHaveLength(1);
      expect(await store.balance("wallet:ada", "EUR")).toBe(0);
    });
  });
});

describe("the PostgreSQL store", () => {
  it("rejects an inbox without a transaction", () => {
    const store = createPostgresStore(poolDatabase(new pg.Pool()));
    expect(() => store.within(undefined)).toThrow("needs a PostgreSQL inbox");
  });
});
