import { describe, expect, it } from "vitest";
import { judge } from "../../src/oracle/judge.js";
import { judgeMoney } from "../../src/oracle/judge-money.js";
import { readTruth } from "../../src/oracle/read-truth.js";

const paid = {
  transaction_id: "1",
  user_id: "customer-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "20.00",
  transaction_type: "deposit",
};
const pending = { ...paid, status: "pending" };
const refused = { ...paid, transaction_id: "2", tracking_id: "order-2", status: "rejected" };
const attempts = [pending, paid, refused].map((event) => ({
  cause: "scheduled",
  requestBody: JSON.stringify(event),
}));
const truth = readTruth([paid, refused] as any, attempts as any, new Map());

/** A line of the ledger, as the receivers' handler books it. */
const booked = (event, rank = 1) => ({
  key: `deposit:${event.transaction_id}:${event.status}`,
  transactionKey: `deposit:${event.transaction_id}`,
  rank,
  event,
});
const right = [booked(pending, 0), booked(paid), booked(refused)];

describe("judgeMoney", () => {
  it("agrees with the oracle of changes about books that are right", () => {
    expect(judge(truth, right)).toEqual({
      lost: 0,
      lostKeys: [],
      doubled: 0,
      regressed: 0,
      phantoms: 0,
    });
    expect(judgeMoney(truth, right)).toEqual([]);
  });

  it.each([
    ["a payment that is lost", [booked(pending, 0), booked(refused)], { lost: 1 }],
    ["a payment that is booked twice", [...right, booked(paid)], { doubled: 1 }],
    [
      "a payment that was refused and is booked as money",
      [...right, booked({ ...refused, status: "successful" })],
      { phantoms: 1 },
    ],
    [
      "a payment that nobody made, booked twice",
      [...right, ...Array(2).fill(booked({ ...paid, transaction_id: "9" }))],
      { phantoms: 1, doubled: 1 },
    ],
  ])("agrees about %s", (_, ledger, verdict) => {
    expect(judge(truth, ledger)).toMatchObject(verdict);
    expect(judgeMoney(truth, ledger)).toEqual([]);
  });

  it("sees a loss that the keys of the ledger hide", () => {
    const hidden = right.map((entry) =>
      entry.event === paid ? { ...entry, event: { ...paid, status: "pending" } } : entry,
    );
    expect(judge(truth, hidden)).toMatchObject({ lost: 0 });
    expect(judgeMoney(truth, hidden)).toEqual([
      "by changes 0 successful payments are lost, and by money 1",
    ]);
  });

  it("sees a second booking that the keys of the ledger hide", () => {
    const hidden = [...right, { ...booked(paid), key: "deposit:2:rejected" }];
    expect(judgeMoney(truth, hidden)).toEqual([
      "by changes 0 successful payments are booked too often, and by money 1",
    ]);
  });

  it("sees a wrong amount, and a wrong currency", () => {
    const wrong = (field, value) => [booked({ ...paid, [field]: value }), booked(refused)];
    expect(judgeMoney(truth, wrong("amount", "200.00"))).toEqual([
      "order-1 is 20.00 at the gateway, and booked as 200.00",
    ]);
    expect(judgeMoney(truth, wrong("currency", "USD"))[0]).toMatch(/booked in USD/);
  });
});
