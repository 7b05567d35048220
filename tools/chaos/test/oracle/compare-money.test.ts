import type { NumipayEvent, StatusRank } from "@numipay/core";
import type { SandboxTransaction } from "@numipay/sandbox";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/ledger/entry.js";
import { compareChanges, type Verdict } from "../../src/oracle/compare-changes.js";
import { compareMoney } from "../../src/oracle/compare-money.js";
import { readExpectedChanges } from "../../src/oracle/expected-changes.js";
import { createEvent } from "../change.js";

type ComparedEntry = Pick<Entry, "key" | "transactionKey" | "rank" | "event">;

const paid = createEvent();
const pending = createEvent({ status: "pending" });
const rejected = createEvent({
  transaction_id: "2",
  tracking_id: "order-2",
  status: "rejected",
});
const attempts = [pending, paid, rejected].map((event) => ({
  cause: "scheduled" as const,
  requestBody: JSON.stringify(event),
}));
const toTransaction = (event: NumipayEvent): SandboxTransaction => ({
  ...event,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  mode: "test",
  account: "default",
  provider: null,
  stage: "closed",
  rejected_reason: null,
});
const expected = readExpectedChanges([paid, rejected].map(toTransaction), attempts, new Map());

const entryOf = (event: NumipayEvent, rank: StatusRank = 1): ComparedEntry => ({
  key: `deposit:${event.transaction_id}:${event.status}`,
  transactionKey: `deposit:${event.transaction_id}`,
  rank,
  event,
});
const correct = [entryOf(pending, 0), entryOf(paid), entryOf(rejected)];
const phantom = entryOf(createEvent({ transaction_id: "9" }));

interface Case {
  what: string;
  ledger: ComparedEntry[];
  verdict: Partial<Verdict>;
}

const cases: Case[] = [
  { what: "lost", ledger: [entryOf(pending, 0), entryOf(rejected)], verdict: { lost: 1 } },
  { what: "duplicate", ledger: [...correct, entryOf(paid)], verdict: { doubled: 1 } },
  {
    what: "rejected",
    ledger: [...correct, entryOf({ ...rejected, status: "successful" })],
    verdict: { phantoms: 1 },
  },
  {
    what: "twice invented",
    ledger: [...correct, phantom, phantom],
    verdict: { phantoms: 1, doubled: 1 },
  },
];

describe("compareMoney", () => {
  it("agrees with compareChanges about a correct ledger", () => {
    expect(compareChanges(expected, correct)).toEqual({
      lost: 0,
      lostKeys: [],
      doubled: 0,
      regressed: 0,
      phantoms: 0,
    });
    expect(compareMoney(expected, correct)).toEqual([]);
  });

  it.each(cases)("agrees about a $what payment", ({ ledger, verdict }) => {
    expect(compareChanges(expected, ledger)).toMatchObject(verdict);
    expect(compareMoney(expected, ledger)).toEqual([]);
  });

  it("detects a loss that the keys hide", () => {
    const hidden = correct.map((entry) =>
      entry.event === paid ? { ...entry, event: pending } : entry,
    );
    expect(compareChanges(expected, hidden)).toMatchObject({ lost: 0 });
    expect(compareMoney(expected, hidden)).toEqual([
      "the oracles disagree on lost successful payments: 0 by change, 1 by money",
    ]);
  });

  it("detects a duplicate that the keys hide", () => {
    const hidden = [...correct, { ...entryOf(paid), key: "deposit:2:rejected" }];
    expect(compareMoney(expected, hidden)).toEqual([
      "the oracles disagree on duplicate or phantom successful payments: 0 by change, 1 by money",
    ]);
  });

  it("detects a wrong amount and a wrong currency", () => {
    const wrong = (changes: Partial<NumipayEvent>) =>
      compareMoney(expected, [entryOf({ ...paid, ...changes }), entryOf(rejected)]);
    const [amountProblem, ...others] = wrong({ amount: "200.00" });
    expect(amountProblem).toMatch(/order-1 .*20\.00.*200\.00/);
    expect(others).toEqual([]);
    expect(wrong({ currency: "USD" })[0]).toMatch(/USD/);
  });
});
