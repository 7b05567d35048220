import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transactionIndexes, schema } from "../../src/storage/schema.js";
import { openSql } from "../../src/storage/sql.js";
import { statementsOf } from "../../src/storage/statements-of.js";
import { openStore, type Store } from "../../src/storage/store.js";
import type {
  NumberedTransaction,
  TransactionQuery,
} from "../../src/storage/transaction-search.js";
import { transactionSelects } from "../../src/storage/transaction-selects.js";

const day = 86_400_000;
const end = Date.UTC(2026, 0, 31);
const count = 30_000;

let store: Store;
let accountId: string;
/** All transactions, newest first, for comparison. */
let every: NumberedTransaction[];

beforeAll(() => {
  store = openStore({ file: ":memory:", seed: undefined, startAt: end });
  ({ accountId } = store.accounts.first());
  store.seedHistory({ accountId, count, from: end - 30 * day, before: end });
  every = store.transactions
    .all()
    .map((record, index) => ({ ...record, number: index + 1 }))
    .toReversed();
});
afterAll(() => store.close());

const minor = (amount: string): number => Math.round(Number(amount) * 1000);

/** The expected result, by filtering all transactions. */
function filterAll(query: TransactionQuery): NumberedTransaction[] {
  const { fromDay, toDay, text, before = Infinity } = query;
  const has = (one: NumberedTransaction): boolean =>
    text === undefined ||
    [one.transactionId, one.trackingId, one.userId].some((id) => id.startsWith(text));
  return every.filter(
    (one) =>
      one.number < before &&
      (["mode", "status", "type", "providerId", "currency"] as const).every(
        (key) => query[key] === undefined || one[key] === query[key],
      ) &&
      (fromDay === undefined || one.createdAt >= Date.parse(fromDay)) &&
      (toDay === undefined || one.createdAt < Date.parse(toDay) + day) &&
      (query.fromAmount === undefined || minor(one.amount) >= minor(query.fromAmount)) &&
      (query.toAmount === undefined || minor(one.amount) <= minor(query.toAmount)) &&
      has(one),
  );
}

/** All pages of a search. */
function readPages(query: Omit<TransactionQuery, "accountId">): NumberedTransaction[][] {
  const pages: NumberedTransaction[][] = [];
  let before = query.before;
  do {
    const { rows, next } = store.searchTransactions({ ...query, accountId, before });
    pages.push([...rows]);
    if (next !== undefined && before !== undefined) expect(next).toBeLessThan(before);
    before = next;
  } while (before !== undefined && pages.length < 200);
  return pages;
}

const queries: Omit<TransactionQuery, "accountId" | "limit">[] = [
  {},
  { mode: "live" },
  { status: "pending" },
  { status: "expired", mode: "live" },
  { type: "withdrawal", status: "rejected", currency: "GBP" },
  { currency: "SEK" },
  { currency: "JPY" },
  { providerId: "cardo", status: "rejected" },
  { providerId: null },
  { fromDay: "2026-01-10", toDay: "2026-01-10" },
  { fromDay: "2026-01-30" },
  { toDay: "2026-01-01", status: "rejected" },
  { fromDay: "2026-01-05", toDay: "2026-01-06", mode: "live", type: "deposit" },
  { fromDay: "2027-01-01" },
  { toDay: "2025-01-01" },
  { fromAmount: "5", toAmount: "5.10" },
  { fromAmount: "5.00", toAmount: "100", currency: "SEK" },
  { fromAmount: "400" },
  { toAmount: "4" },
  { text: "06a5" },
  { text: "past-" },
  { text: "customer-1999", status: "successful" },
  { text: "customer-1", mode: "live" },
  { text: "customer-1", currency: "SEK", fromAmount: "100" },
  { text: "unknown" },
  { text: "%" },
];

describe("a search", () => {
  it.each(queries)("for %j finds all matches in order", (query) => {
    const asked = { ...query, limit: 500 };
    const found = readPages(asked).flat();
    const wanted = filterAll({ ...asked, accountId });
    expect(found.slice(0, 20)).toEqual(wanted.slice(0, 20));
    expect(found.map(({ number }) => number)).toEqual(wanted.map(({ number }) => number));
  });

  it("by a complete id finds only that one", () => {
    const search = (text: string) => store.searchTransactions({ accountId, text, limit: 50 });
    expect(search("past-7").rows.map(({ trackingId }) => trackingId)).toEqual(["past-7"]);
    const { transactionId } = every[123] ?? { transactionId: "" };
    expect(search(transactionId).rows).toEqual([every[123]]);
  });

  it("has full pages without duplicates", () => {
    const pages = readPages({ status: "expired", limit: 50 });
    expect(pages.slice(0, -1).every((page) => page.length === 50)).toBe(true);
    const numbers = pages.flat().map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("sees a status change immediately", () => {
    const [one] = store.searchTransactions({ accountId, status: "pending", limit: 1 }).rows;
    if (one === undefined) throw new Error("Nothing is pending");
    store.transactions.update({ ...one, status: "successful", stage: "closed" });
    const pending = store.searchTransactions({ accountId, status: "pending", limit: 1 }).rows;
    expect(pending[0]?.number).toBeLessThan(one.number);
    store.transactions.update(one);
  });

  it("is limited to the account", () => {
    for (const query of queries) {
      const page = store.searchTransactions({ ...query, accountId: "other", limit: 50 });
      expect(page.rows).toEqual([]);
    }
  });
});

describe("query plans", () => {
  const sql = openSql(":memory:");
  for (const statement of statementsOf(schema + transactionIndexes)) sql.run(statement);
  afterAll(() => sql.close());
  const planOf = (statement: string): string[] =>
    sql
      .all(
        `EXPLAIN QUERY PLAN ${statement}`,
        Array.from({ length: statement.split("?").length - 1 }, () => 1),
      )
      .map((row) => String(row["detail"]));

  const where = "account_id = ? AND status = ? AND user_id >= ?";
  const statements = Object.entries(transactionSelects).map(([name, select]): [string, string] => [
    name,
    typeof select === "string" ? select : select(where),
  ]);

  it.each([
    ...statements,
    [
      "the API's list",
      `SELECT * FROM transactions WHERE account_id = ? AND mode = ? AND created_at >= ? AND created_at < ?
       ORDER BY created_at, number`,
    ],
    ["by id", "SELECT * FROM transactions WHERE transaction_id = ?"],
    ["by page", "SELECT * FROM transactions WHERE page_token = ?"],
    [
      "by tracking id",
      "SELECT * FROM transactions WHERE account_id = ? AND mode = ? AND tracking_id = ?",
    ],
    [
      "deliveries",
      "SELECT * FROM deliveries WHERE account_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
    ],
    [
      "deliveries by state",
      "SELECT * FROM deliveries WHERE account_id = ? AND state = ? AND number < ? ORDER BY number DESC LIMIT ?",
    ],
    ["deliveries of one", "SELECT * FROM deliveries WHERE transaction_id = ? ORDER BY number"],
    ["a history", "SELECT * FROM timeline WHERE transaction_id = ? ORDER BY number"],
    ["what is due", "SELECT * FROM work ORDER BY due_at, sequence LIMIT 1"],
  ])("use an index without sorting: %s", (name, statement) => {
    const plan = planOf(statement);
    expect(plan.length).toBeGreaterThan(0);
    for (const step of plan) {
      // Reading the first row of an index in order is not a table scan.
      if (name === "what is due") expect(step).toMatch(/USING INDEX work_by_due/);
      else expect(step).not.toMatch(/SCAN (?!json_each)/);
      // At most two exact ids are sorted.
      if (name !== "exact") expect(step).not.toContain("TEMP B-TREE");
    }
  });

  it("look up each candidate by row id", () => {
    expect(planOf(transactionSelects.among(where))[0]).toContain("(rowid=?)");
    expect(planOf(transactionSelects.past(where))[0]).toContain("(rowid>? AND rowid<?)");
  });

  it("show a scan without an index", () => {
    expect(planOf("SELECT * FROM transactions WHERE amount = ?").join()).toMatch(/SCAN/);
  });
});
