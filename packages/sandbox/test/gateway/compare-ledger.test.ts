import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLedger, type Discrepancy, type LedgerRow } from "../../src/index.js";
import { createMerchant, openCheckout } from "../merchant.js";

const statuses = ["successful", "rejected", "expired", "pending"] as const;

interface Known {
  readonly transaction_id: string;
  readonly tracking_id: string;
  readonly user_id: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: string;
  readonly transaction_type: string;
}

function known(fields: Partial<Known> = {}): Known {
  return {
    transaction_id: "t1",
    tracking_id: "order-1",
    user_id: "customer-1",
    status: "successful",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "deposit",
    ...fields,
  };
}

const row = (fields: Partial<LedgerRow> = {}): LedgerRow => ({
  tracking_id: "order-1",
  amount: "200.00",
  currency: "EUR",
  ...fields,
});

describe("compareLedger", () => {
  it("accepts equal amounts and matching statuses", () => {
    for (const amount of ["200", "200.0", "200.00", "0200.000"]) {
      expect(compareLedger([known()], [row({ amount })])).toEqual([]);
    }
    const failed = known({ tracking_id: "order-2", transaction_id: "t2", status: "rejected" });
    const note = row({ tracking_id: "order-2", status: "rejected" });
    expect(compareLedger([known(), failed], [row({ status: "successful" }), note])).toEqual([]);
  });

  it.each<[string, Known[], LedgerRow[], Partial<Discrepancy>]>([
    [
      "lost",
      [known()],
      [],
      {
        expected: "200.00 EUR",
        found: null,
        message: "order-1 is 200.00 EUR at the gateway, and not in the ledger",
      },
    ],
    ["lost", [known()], [row({ status: "rejected" })], { found: null }],
    [
      "doubled",
      [known()],
      [row(), row()],
      {
        expected: "booked once",
        found: "booked 2 times",
        message: "order-1 happened once, and is booked 2 times: 200.00 EUR too much",
      },
    ],
    [
      "wrong-amount",
      [known()],
      [row({ amount: "20.00" })],
      {
        expected: "200.00",
        found: "20.00",
        message: "order-1 is 200.00 at the gateway, and booked as 20.00",
      },
    ],
    [
      "wrong-currency",
      [known()],
      [row({ currency: "USD" })],
      {
        expected: "EUR",
        found: "USD",
        message: "order-1 is in EUR at the gateway, and booked in USD",
      },
    ],
    [
      "paid-but-failed",
      [known({ status: "expired" })],
      [row()],
      {
        expected: "expired",
        found: "200.00 EUR",
        message: "order-1 is booked with 200.00 EUR, but is expired at the gateway",
      },
    ],
    [
      "phantom",
      [],
      [row()],
      {
        expected: null,
        found: "200.00 EUR",
        transaction_id: null,
        message: "order-1 is booked with 200.00 EUR, and the gateway has no such transaction",
      },
    ],
    [
      "wrong-tracking-id",
      [known()],
      [row({ tracking_id: " order-1", transaction_id: "t1" })],
      {
        expected: "order-1",
        found: " order-1",
        message: 'order-1 is booked as " order-1", under the same transaction_id',
      },
    ],
    [
      "wrong-status",
      [known({ status: "expired" })],
      [row({ status: "rejected" })],
      { expected: "expired", found: "rejected" },
    ],
    ["wrong-amount", [known({ status: "expired" })], [row({ status: "expired", amount: "1" })], {}],
    ["unchecked", [], [row({ status: "pending" })], { expected: null, found: "pending" }],
    ["unchecked", [known({ status: "settled" })], [row({ status: "settled" })], {}],
    ["unchecked", [known({ status: "settled" })], [row()], { expected: "settled" }],
    ["phantom", [known()], [row(), row({ transaction_id: "t9" })], { transaction_id: "t9" }],
    ["phantom", [known()], [row(), row({ type: "withdrawal" })], { tracking_id: "order-1" }],
  ])("reports %s", (kind, transactions, rows, lastKnownStatus) => {
    expect(compareLedger(transactions, rows)).toEqual([
      expect.objectContaining({ kind, ...lastKnownStatus }),
    ]);
  });

  it("accepts a history of statuses", () => {
    const history = [row({ status: "pending" }), row({ status: "successful" })];
    expect(compareLedger([known()], history)).toEqual([]);
  });

  it("distributes rows among transactions with one tracking id", () => {
    const test = known({ amount: "5.00" });
    const live = known({ transaction_id: "t2", amount: "7.00" });
    const rows = [row({ amount: "7" }), row({ amount: "5" })];
    expect(compareLedger([test, live], rows)).toEqual([]);
    const failed = known({ transaction_id: "t3", status: "rejected" });
    expect(compareLedger([known(), failed], [row(), row()])).toEqual([
      expect.objectContaining({ kind: "doubled", transaction_id: "t1" }),
    ]);
  });

  it.each([
    [{ tracking_id: "" }, "tracking_id"],
    [{ amount: "5,00" }, "amount"],
    [{ amount: 5 as unknown as string }, "amount"],
    [{ currency: "" }, "currency"],
    [{ status: "Completed" }, "status"],
    [{ status: "Successful" }, "status"],
    [{ status: "" }, "status"],
  ])("rejects an invalid row: %j", (fields, field) => {
    const compare = () => compareLedger([], [row(), row(fields)]);
    expect(compare).toThrow(TypeError);
    expect(compare).toThrow(`Line 2 of the ledger: ${field}`);
  });
});

/** A change to the row of one transaction, and the finding that it must cause. */
const changes = {
  none: { kind: undefined, apply: (line: LedgerRow) => [line] },
  remove: { kind: "lost", apply: () => [] },
  double: { kind: "doubled", apply: (line: LedgerRow) => [line, line] },
  amount: {
    kind: "wrong-amount",
    apply: (line: LedgerRow) => [{ ...line, amount: `1${line.amount}` }],
  },
  currency: { kind: "wrong-currency", apply: (line: LedgerRow) => [{ ...line, currency: "XXX" }] },
} as const;

it("finds exactly the planted differences", () => {
  const planted = fc.record({
    status: fc.constantFrom(...statuses),
    change: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
    cents: fc.integer({ min: 1, max: 10_000_000 }),
    currency: fc.constantFrom("EUR", "GBP"),
    type: fc.constantFrom("deposit", "withdrawal"),
    byId: fc.boolean(),
    booksFailed: fc.boolean(),
    isPhantom: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(planted, { maxLength: 30 }),
      fc.infiniteStream(fc.nat()),
      (plans, keys) => {
        const transactions: Known[] = [];
        const rows: LedgerRow[] = [];
        const expected: string[] = [];
        for (const [index, plan] of plans.entries()) {
          const { status, currency, type } = plan;
          const ids = { tracking_id: `order-${index}`, transaction_id: `t${index}` };
          const amount = (plan.cents / 100).toFixed(2);
          const line: LedgerRow = {
            ...(plan.byId ? ids : { tracking_id: ids.tracking_id, type }),
            amount: amount.replace(/\.?0+$/, ""),
            currency,
          };
          if (plan.isPhantom) {
            rows.push(line);
            expected.push(`phantom ${ids.tracking_id}`);
            continue;
          }
          transactions.push(known({ ...ids, status, currency, amount, transaction_type: type }));
          if (status === "successful") {
            const { kind, apply } = changes[plan.change];
            rows.push(...apply(line));
            if (kind !== undefined) expected.push(`${kind} ${ids.tracking_id}`);
          } else if (plan.booksFailed) {
            rows.push(line);
            expected.push(`paid-but-failed ${ids.tracking_id}`);
          } else {
            rows.push({ ...line, status });
          }
        }
        const shuffled = rows
          .map((line) => ({ line, key: keys.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ line }) => line);
        const found = compareLedger(transactions, shuffled).map(
          ({ kind, tracking_id }) => `${kind} ${tracking_id}`,
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
      },
    ),
    { numRuns: 300 },
  );
});

it("compares one account, and one mode if set", async () => {
  const merchant = await createMerchant();
  const { sandbox } = merchant;
  const url = await openCheckout(merchant);
  await merchant.submit(`${url}/northbank`, { action: "pay" });
  const other = sandbox.createAccount({ merchantName: "Other" });
  expect(sandbox.compareLedger([row({ amount: "200" })])).toEqual([]);
  expect(sandbox.compareLedger([]).map(({ kind }) => kind)).toEqual(["lost"]);
  expect(sandbox.compareLedger([], { mode: "live" })).toEqual([]);
  expect(sandbox.compareLedger([], { accountId: other.accountId })).toEqual([]);
  expect(sandbox.compareLedger([row()], other)[0]?.kind).toBe("phantom");
  expect(() => sandbox.compareLedger([], { accountId: "unknown" })).toThrow(RangeError);
});
