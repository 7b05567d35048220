// @ts-check
// The books in memory: gone when the process ends. No function waits in the middle, so none comes between another's steps.
import { freshId, isFinal, settledMeanwhile } from "./books.js";
import { accounts, createLedger } from "./ledger.js";

/**
 * @typedef {import("./books.js").Order} Order
 * @typedef {import("./books.js").Withdrawal} Withdrawal
 */

/** @returns {import("./books.js").Books} */
export function memoryBooks() {
  /** @type {Map<string, Order>} */
  const orders = new Map();
  /** @type {Map<string, Withdrawal>} */
  const withdrawals = new Map();
  /** @type {Map<string, import("./books.js").Flag>} */
  const flags = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const ledger = createLedger();

  /** @template {Order | Withdrawal} Row @param {Map<string, Row>} rows @param {Row} row @returns {Row} */
  function keep(rows, row) {
    rows.set(row.id, row);
    return { ...row };
  }
  /** @param {{ id: string }} copy */
  function rowOf({ id }) {
    const row = orders.get(id) ?? withdrawals.get(id);
    if (row === undefined) throw new Error(`There is no ${id}`);
    return row;
  }
  /** @param {Order | Withdrawal} row @param {Partial<Order | Withdrawal>} change */
  function write(row, change) {
    Object.assign(row, change);
    for (const listener of listeners) listener();
  }

  /** @type {import("./books.js").Books} */
  const books = {
    async addOrder(wanted) {
      return keep(orders, { ...wanted, id: freshId("order"), state: "opening" });
    },
    async addNextOrder({ id, customer, kind, lines, cents, currency }) {
      const before = orders.get(id);
      if (before === undefined || before.next !== undefined) return undefined;
      before.next = freshId("order");
      const wanted = { customer, kind, lines, cents, currency };
      return keep(orders, { ...wanted, id: before.next, state: "opening" });
    },
    async addWithdrawal(wanted) {
      const { customer, cents, currency } = wanted;
      const wallet = accounts.wallet(customer);
      if (ledger.balance(wallet, currency) < cents) return undefined;
      const id = freshId("payout");
      const key = `hold:${id}`;
      const hold = { key, from: wallet, to: accounts.held(customer), cents, currency };
      ledger.transfer({ ...hold, trackingId: id, transactionId: undefined });
      return keep(withdrawals, { ...wanted, kind: "withdrawal", id, state: "opening" });
    },
    findOrder: async (id) => copyOf(orders.get(id)),
    findWithdrawal: async (id) => copyOf(withdrawals.get(id)),
    async move(copy, state, { from, ...more } = {}) {
      const row = rowOf(copy);
      if (isFinal(row) || (from !== undefined && row.state !== from)) return false;
      write(row, /** @type {Partial<Order>} */ ({ ...more, state }));
      return true;
    },
    async settle(copy, state, { key, from, to, transactionId }) {
      const row = rowOf(copy);
      if (row.settledBy === key) return;
      if (isFinal(row)) throw settledMeanwhile(row);
      if (from !== undefined && to !== undefined) {
        const { id: trackingId, cents, currency } = row;
        ledger.transfer({ key, from, to, cents, currency, trackingId, transactionId });
      }
      write(row, /** @type {Partial<Order>} */ ({ state, settledBy: key }));
    },
    async flag(flag) {
      if (!flags.has(flag.key)) flags.set(flag.key, flag);
      for (const listener of listeners) listener();
    },
    listWithdrawals: async () => [...withdrawals.values()].map((row) => ({ ...row })),
    listFlags: async () => [...flags.values()],
    listEntries: async () => ledger.entries(),
    balance: async (account, currency) => ledger.balance(account, currency),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    within: () => books,
  };
  return books;
}

/** @template {object} Row @param {Row | undefined} row @returns {Row | undefined} */
function copyOf(row) {
  return row === undefined ? undefined : { ...row };
}
