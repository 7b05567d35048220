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
/** Every transaction, newest first: what a search without any index would look through. */
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

/** The same question, asked of every transaction in turn. */
function lookThrough(query: TransactionQuery): NumberedTransaction[] {
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

/** Every page of a search. */
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

const questions: Omit<TransactionQuery, "accountId" | "limit">[] = [
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
  { text: "nobody" },
  { text: "%" },
];

describe("a search", () => {
  it.each(questions)("for %j finds what looking through everything finds, in order", (question) => {
    const asked = { ...question, limit: 500 };
    const found = readPages(asked).flat();
    const wanted = lookThrough({ ...asked, accountId });
    expect(found.slice(0, 20)).toEqual(wanted.slice(0, 20));
    expect(found.map(({ number }) => number)).toEqual(wanted.map(({ number }) => number));
  });

  it("by a whole id finds that one alone, though other ids begin with it", () => {
    const search = (text: string) => store.searchTransactions({ accountId, text, limit: 50 });
    expect(search("past-7").rows.map(({ trackingId }) => trackingId)).toEqual(["past-7"]);
    const { transactionId } = every[123] ?? { transactionId: "" };
    expect(search(transactionId).rows).toEqual([every[123]]);
  });

  it("gives pages of the length that was asked for, newest first, each row once", () => {
    const pages = readPages({ status: "expired", limit: 50 });
    expect(pages.slice(0, -1).every((page) => page.length === 50)).toBe(true);
    const numbers = pages.flat().map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("sees a change of status at once", () => {
    const [one] = store.searchTransactions({ accountId, status: "pending", limit: 1 }).rows;
    if (one === undefined) throw new Error("nothing is pending");
    store.transactions.update({ ...one, status: "successful", stage: "closed" });
    const pending = store.searchTransactions({ accountId, status: "pending", limit: 1 }).rows;
    expect(pending[0]?.number).toBeLessThan(one.number);
    store.transactions.update(one);
  });

  it("finds nothing of another account", () => {
    for (const question of questions) {
      const page = store.searchTransactions({ ...question, accountId: "other", limit: 50 });
      expect(page.rows).toEqual([]);
    }
  });
});

describe("the plan of each statement", () => {
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
  ])("%s steps into an index and sorts nothing", (name, statement) => {
    const plan = planOf(statement);
    expect(plan.length).toBeGreaterThan(0);
    for (const step of plan) {
      // An index in its own order, read from its beginning for one row, is no scan of the table.
      if (name === "what is due") expect(step).toMatch(/USING INDEX work_by_due/);
      else expect(step).not.toMatch(/SCAN (?!json_each)/);
      // The exact ids are two at most.
      if (name !== "exact") expect(step).not.toContain("TEMP B-TREE");
    }
  });

  it("among candidates looks each of them up, and does not walk their span", () => {
    expect(planOf(transactionSelects.among(where))[0]).toContain("(rowid=?)");
    expect(planOf(transactionSelects.past(where))[0]).toContain("(rowid>? AND rowid<?)");
  });

  it("would show a scan", () => {
    expect(planOf("SELECT * FROM transactions WHERE amount = ?").join()).toMatch(/SCAN/);
  });
});
