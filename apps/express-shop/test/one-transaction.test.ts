// @ts-check
// What a webhook does to the books, and the inbox's record of it: together in PostgreSQL, under one key elsewhere.
import type { Store } from "../src/open-store.js";
import type { Pool } from "pg";
import { describe, expect, test, vi } from "vitest";
import { describeEachStore, openUntilEnd } from "./describe-each-store.js";
import { customerAtCashier, depositOf, openWorld, sendWebhook, stateOf } from "./world.js";

/** The handler is through, and its record is not written. */
function failNextRecord({ inbox }: Store) {
  vi.spyOn(inbox, "complete").mockImplementationOnce(async (change, lease) => {
    await inbox.release(change, lease);
    throw new Error("the connection is gone");
  });
}

describeEachStore((newStore, newPlace) => {
  describe("an order whose webhook's record fails after the handler has booked it", () => {
    test("is booked once, and not flagged, when the webhook comes again", async () => {
      const place = await newPlace();
      const store = await openUntilEnd(place);
      const world = await openWorld(store);
      const { order } = await customerAtCashier(world);
      failNextRecord(store);
      const payload = depositOf(order);
      expect(await sendWebhook(world, payload)).toEqual({
        status: 503,
        outcome: "inbox-unavailable",
      });
      // Nothing, or what its key will be known by.
      const booked = place.engine === "postgres" ? 0 : 1;
      expect(await world.books.listEntries()).toHaveLength(booked);
      expect(await stateOf(world, order.id)).toBe(booked === 0 ? "waiting" : "paid");

      expect(await sendWebhook(world, payload)).toEqual({ status: 200, outcome: "processed" });
      expect(await world.books.listEntries()).toHaveLength(1);
      expect(await world.books.listFlags()).toEqual([]);
      expect(await stateOf(world, order.id)).toBe("paid");
    });

    test("is declined once, and not flagged, when the webhook comes again", async () => {
      const store = await newStore();
      const world = await openWorld(store);
      const { order } = await customerAtCashier(world);
      failNextRecord(store);
      const payload = { ...depositOf(order), status: "rejected" };
      expect(await sendWebhook(world, payload)).toMatchObject({ status: 503 });
      expect(await sendWebhook(world, payload)).toMatchObject({ status: 200 });
      expect(await world.books.listFlags()).toEqual([]);
      expect(await stateOf(world, order.id)).toBe("declined");
    });
  });

  test("two transactions that pay one order at once book it once, and the other is flagged", async () => {
    const world = await openWorld(await newStore());
    const { order } = await customerAtCashier(world);
    const payloads = ["one", "two"].map((id) => ({ ...depositOf(order), transaction_id: id }));
    const send = () => Promise.all(payloads.map((payload) => sendWebhook(world, payload)));
    await send();
    // Who lost may have been refused, and comes again.
    for (const { status } of await send()) expect(status).toBe(200);
    expect(await world.books.listEntries()).toHaveLength(1);
    expect(await world.books.listFlags()).toHaveLength(1);
    expect(await stateOf(world, order.id)).toBe("paid");
  });

  test("an order is settled by one key, and by that again, but by no other", async () => {
    const { books } = await newStore();
    const wanted = { customer: "ada", cents: 3000, currency: "EUR" };
    const order = await books.addOrder({ ...wanted, kind: "order", lines: [] });
    const settle = (key) => books.settle(order, "paid", { key, from: "gateway", to: "sales" });
    const [one, other] = await Promise.allSettled([settle("one"), settle("other")]);
    expect(new Set([one?.status, other?.status])).toEqual(new Set(["fulfilled", "rejected"]));
    await settle(one?.status === "fulfilled" ? "one" : "other");
    expect(await books.listEntries()).toHaveLength(1);
  });

  test("two withdrawals at once cannot take the same cents", async () => {
    const { books } = await newStore();
    const wanted = { customer: "ada", cents: 3000, currency: "EUR" };
    const topUp = await books.addOrder({ ...wanted, kind: "top-up", lines: [] });
    await books.settle(topUp, "paid", { key: "paid in", from: "gateway", to: "wallet:ada" });
    const asked = await Promise.all(Array.from({ length: 5 }, () => books.addWithdrawal(wanted)));
    expect(asked.filter((withdrawal) => withdrawal !== undefined)).toHaveLength(1);
    expect(await books.balance("wallet:ada", "EUR")).toBe(0);
  });
});

describe("books in PostgreSQL", () => {
  test("refuse a handler whose inbox has no transaction", async () => {
    const { postgresBooks } = await import("../src/books/postgres-books.js");
    const pool = {} as unknown as Pool;
    expect(() => postgresBooks(pool).within(undefined)).toThrow("the inbox is not");
  });
});
