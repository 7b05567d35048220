import { describe, expect, it } from "vitest";
import { createLedger, type Ledger } from "../../src/storage/ledger.js";
import { openStore, type Store } from "../../src/storage/store.js";
import type { Command } from "../../src/gateway/transition.js";

const start = Date.UTC(2026, 0, 1, 23, 50);

function open(): { store: Store; ledger: Ledger; clock: { now: number }; accountId: string } {
  const store = openStore({ file: ":memory:", seed: undefined, startAt: start });
  const clock = { now: start };
  const ledger = createLedger(store, {
    now: () => clock.now,
    expiresAfterMs: 60_000,
    pendingWebhook: "on-submit",
    numericIds: false,
    toBody: JSON.stringify,
    lateSuccessAt: () => undefined,
  });
  return { store, ledger, clock, accountId: store.accounts.first().accountId };
}

const pay: Command = {
  kind: "submit",
  providerId: "northbank",
  cardLast4: null,
  decision: { kind: "passes" },
};

/** The expected totals, counted individually. */
function recount(store: Store): Map<string, [number, number, number]> {
  const counted = new Map<string, [number, number, number]>();
  for (const one of store.transactions.all()) {
    const day = new Date(one.createdAt).toISOString().slice(0, 10);
    const key = [one.mode, day, one.currency, one.type, one.providerId, one.status].join();
    const [count, amount, ms] = counted.get(key) ?? [0, 0, 0];
    counted.set(key, [
      count + 1,
      amount + Math.round(Number(one.amount) * 1000),
      ms + (one.status === "pending" ? 0 : one.updatedAt - one.createdAt),
    ]);
  }
  return counted;
}

describe("daily totals", () => {
  it("match a recount after every command", () => {
    const { store, ledger, clock, accountId } = open();
    const owner = { accountId, mode: "test" } as const;
    for (let index = 0; index < 120; index += 1) {
      clock.now += 7_000;
      const payout = index % 3 === 0;
      const record = ledger.open({
        trackingId: `order-${index}`,
        userId: "customer-1",
        currency: index % 2 === 0 ? "EUR" : "GBP",
        amount: `${index + 1}.0${index % 6}`,
        country: null,
        flow: payout ? "payout" : "hosted",
        ...owner,
        providerId: null,
        returnUrl: null,
      });
      clock.now += 1_000;
      const commands: Command[] = payout
        ? [{ kind: "confirm-payout", providerId: "pursa" }, { kind: "approve" }, { kind: "settle" }]
        : index % 5 === 0
          ? [{ kind: "expire" }]
          : [pay, { kind: "settle" }];
      for (const command of commands.slice(0, 1 + (index % 3))) {
        ledger.apply(record?.transactionId ?? "", command);
      }
      const totals = new Map(
        store.dailyTotals
          .list({ accountId })
          .map((one) => [
            [one.mode, one.day, one.currency, one.type, one.providerId, one.status].join(),
            [one.count, one.amountMinor, one.finalMs],
          ]),
      );
      expect(totals).toEqual(recount(store));
    }
    expect(new Set(store.dailyTotals.list({ accountId }).map(({ day }) => day))).toEqual(
      new Set(["2026-01-01", "2026-01-02"]),
    );
    expect(
      store.dailyTotals
        .list({ accountId, fromDay: "2026-01-02", toDay: "2026-01-02" })
        .every(({ day }) => day === "2026-01-02"),
    ).toBe(true);
    expect(store.dailyTotals.list({ accountId, mode: "live" })).toEqual([]);
    store.close();
  });

  it("do not change for a rejected command", () => {
    const { store, ledger, accountId } = open();
    const record = ledger.open({
      trackingId: "order-1",
      userId: "customer-1",
      currency: "EUR",
      amount: "5.00",
      country: null,
      flow: "hosted",
      accountId,
      mode: "test",
      providerId: null,
      returnUrl: null,
    });
    const id = record?.transactionId ?? "";
    ledger.apply(id, pay);
    const before = [store.dailyTotals.list({ accountId }), store.timeline.of(id)];
    expect(ledger.apply(id, pay)?.ok).toBe(false);
    expect([store.dailyTotals.list({ accountId }), store.timeline.of(id)]).toEqual(before);
    store.close();
  });
});
