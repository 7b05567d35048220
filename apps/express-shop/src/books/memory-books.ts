// @ts-check
// The books in memory: gone when the process ends. No function waits in the middle, so none comes between another's steps.
import type { Books, Flag, Order, Withdrawal } from "./books.js";
import { freshId, isFinal, settledMeanwhile } from "./books.js";
import { accounts, createLedger } from "./ledger.js";

export function memoryBooks(): Books {
  const orders: Map<string, Order> = new Map();
  const withdrawals: Map<string, Withdrawal> = new Map();
  const flags: Map<string, Flag> = new Map();
  const listeners: Set<() => void> = new Set();
  const ledger = createLedger();

  function keep<Row extends Order | Withdrawal>(rows: Map<string, Row>, row: Row): Row {
    rows.set(row.id, row);
    return { ...row };
  }
  function rowOf({ id }: { id: string }) {
    const row = orders.get(id) ?? withdrawals.get(id);
    if (row === undefined) throw new Error(`There is no ${id}`);
    return row;
  }
  function write(row: Order | Withdrawal, change: Partial<Order | Withdrawal>) {
    Object.assign(row, change);
    for (const listener of listeners) listener();
  }

  const books: Books = {
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
      write(row, { ...more, state } as Partial<Order>);
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
      write(row, { state, settledBy: key } as Partial<Order>);
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

function copyOf<Row extends object>(row: Row | undefined): Row | undefined {
  return row === undefined ? undefined : { ...row };
}
