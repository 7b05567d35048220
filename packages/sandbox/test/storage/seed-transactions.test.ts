import { describe, expect, it } from "vitest";
import { openStore, type Store } from "../../src/storage/store.js";
import { createMerchant, openCheckout } from "../merchant.js";

const day = 86_400_000;
const end = Date.UTC(2026, 0, 31);

function seeded(count: number): { store: Store; accountId: string } {
  const store = openStore({ file: ":memory:", seed: undefined, startAt: end });
  const { accountId } = store.accounts.first();
  store.seedHistory({ accountId, count, from: end - 30 * day, before: end });
  return { store, accountId };
}

describe("seeded history", () => {
  it("creates the same ordered transactions each time", () => {
    const { store } = seeded(5_000);
    const all = store.transactions.all();
    expect(all).toHaveLength(5_000);
    const created = all.map(({ createdAt }) => createdAt);
    expect(created).toEqual(created.toSorted((a, b) => a - b));
    expect(created[0]).toBe(end - 30 * day);
    expect(Math.max(...all.map(({ updatedAt }) => updatedAt))).toBeLessThan(end);
    expect(
      all.every(
        ({ createdAt, updatedAt }) => Number.isInteger(createdAt) && updatedAt >= createdAt,
      ),
    ).toBe(true);
    for (const key of ["mode", "type", "status", "currency", "providerId"] as const) {
      expect(new Set(all.map((one) => one[key])).size).toBeGreaterThan(1);
    }
    // The endings of test amounts are reserved.
    expect(all.every(({ amount }) => /^\d+\.\d0$/.test(amount))).toBe(true);
    expect(seeded(5_000).store.transactions.all()).toEqual(all);
  });

  it("creates matching totals and timelines", () => {
    const { store, accountId } = seeded(3_000);
    const all = store.transactions.all();
    const totals = store.dailyTotals.list({ accountId });
    const sum = (pick: (one: (typeof totals)[number]) => number): number =>
      totals.reduce((total, one) => total + pick(one), 0);
    expect(sum(({ count }) => count)).toBe(3_000);
    expect(sum(({ amountMinor }) => amountMinor)).toBe(
      all.reduce((total, { amount }) => total + Math.round(Number(amount) * 1000), 0),
    );
    expect(sum(({ finalMs }) => finalMs)).toBe(
      all.reduce(
        (total, one) => total + (one.status === "pending" ? 0 : one.updatedAt - one.createdAt),
        0,
      ),
    );
    for (const one of [all[0], all[1_500], all[2_999]]) {
      const history = store.timeline.of(one?.transactionId ?? "");
      expect(history).toHaveLength(2);
      expect(history.at(-1)).toMatchObject({ status: one?.status, at: one?.updatedAt });
    }
  });

  it("creates transactions that the API lists", async () => {
    const merchant = await createMerchant({ startAt: "2026-01-31T00:00:00Z" });
    const { sandbox } = merchant;
    sandbox.account().seedHistory({ transactions: 700, days: 7 });
    await openCheckout(merchant);
    const { body } = await merchant.call("GET", "/transactions?from=24-01-2026&to=31-01-2026");
    const tests = sandbox.transactions().filter(({ mode }) => mode === "test");
    expect(body).toHaveLength(tests.length);
    expect(await merchant.call("GET", `/transactions/${tests[3]?.tracking_id}`)).toMatchObject({
      body: { transaction_status: tests[3]?.status },
    });
    expect(new Set(sandbox.transactions().map((one) => one.transaction_id)).size).toBe(701);
    await sandbox.runUntilIdle();
    expect(merchant.statuses()).toEqual(["expired"]);
  });

  it("creates payouts that can be approved", async () => {
    const merchant = await createMerchant();
    merchant.sandbox.account().seedHistory({ transactions: 500 });
    const waiting = merchant.sandbox
      .transactions()
      .find(({ stage, mode }) => stage === "review" && mode === "test");
    const approved = await merchant.call("POST", "/payouts/approve", {
      transaction_id: waiting?.tracking_id,
    });
    expect(approved.status).toBe(200);
  });

  it("rejects an occupied time and invalid numbers", async () => {
    const merchant = await createMerchant();
    const account = merchant.sandbox.account();
    for (const transactions of [0, -1, 1.5, Number.NaN, 5_000_001]) {
      expect(() => account.seedHistory({ transactions })).toThrow(RangeError);
    }
    expect(() => account.seedHistory({ transactions: 1, days: 0 })).toThrow("days");
    account.seedHistory({ transactions: 10 });
    expect(() => account.seedHistory({ transactions: 10 })).toThrow(
      "already has transactions in this time",
    );
    expect(merchant.sandbox.transactions()).toHaveLength(10);
    await merchant.sandbox.advance("10d");
    account.seedHistory({ transactions: 10, days: 10 });
    expect(merchant.sandbox.transactions()).toHaveLength(20);
  });
});
