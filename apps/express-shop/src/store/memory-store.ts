// The store in memory. No function awaits between reading and writing, so each one is atomic.
import { accounts, createLedger } from "./ledger.js";
import {
  alreadyFinal,
  createId,
  type Flag,
  isFinal,
  type Order,
  type Row,
  type ShopStore,
  type Withdrawal,
} from "./store.js";

export function createMemoryStore(): ShopStore {
  const orders = new Map<string, Order>();
  const withdrawals = new Map<string, Withdrawal>();
  const flags = new Map<string, Flag>();
  const listeners = new Set<() => void>();
  const ledger = createLedger();

  function insert<Kind extends Row>(rows: Map<string, Kind>, row: Kind): Kind {
    rows.set(row.id, row);
    return { ...row };
  }
  function rowOf({ id }: Row): Row {
    const row = orders.get(id) ?? withdrawals.get(id);
    if (row === undefined) throw new Error(`There is no ${id}.`);
    return row;
  }
  function update(row: Row, change: object): void {
    Object.assign(row, change);
    for (const listener of listeners) listener();
  }

  const store: ShopStore = {
    async addOrder(order) {
      return insert(orders, { ...order, id: createId("order"), state: "opening" });
    },
    async addNextOrder({ id, customer, kind, lines, cents, currency }) {
      const previous = orders.get(id);
      if (previous === undefined || previous.next !== undefined) return undefined;
      previous.next = createId("order");
      const order = { customer, kind, lines, cents, currency };
      return insert(orders, { ...order, id: previous.next, state: "opening" });
    },
    async addWithdrawal(withdrawal, queue) {
      const { customer, cents, currency } = withdrawal;
      const wallet = accounts.wallet(customer);
      if (ledger.balance(wallet, currency) < cents) return undefined;
      const id = createId("payout");
      const hold = { key: `hold:${id}`, from: wallet, to: accounts.held(customer) };
      ledger.transfer({ ...hold, cents, currency, trackingId: id, transactionId: undefined });
      const row = insert(withdrawals, { ...withdrawal, kind: "withdrawal", id, state: "opening" });
      try {
        await queue(undefined, row);
      } catch (error) {
        // Memory has no transaction to roll back.
        await store.finalize(row, "refused", { key: `release:${id}`, from: hold.to, to: wallet });
        throw error;
      }
      return row;
    },
    findOrder: async (id) => copyOf(orders.get(id)),
    findWithdrawal: async (id) => copyOf(withdrawals.get(id)),
    async move(copy, state, { from, ...change } = {}) {
      const row = rowOf(copy);
      if (isFinal(row) || (from !== undefined && row.state !== from)) return false;
      update(row, { ...change, state });
      return true;
    },
    async finalize(copy, state, { key, from, to, transactionId }) {
      const row = rowOf(copy);
      if (row.finalizedBy === key) return;
      if (isFinal(row)) throw alreadyFinal(row);
      if (from !== undefined && to !== undefined) {
        const { id: trackingId, cents, currency } = row;
        ledger.transfer({ key, from, to, cents, currency, trackingId, transactionId });
      }
      update(row, { state, finalizedBy: key });
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
    within: () => store,
  };
  return store;
}

function copyOf<Kind extends Row>(row: Kind | undefined): Kind | undefined {
  return row === undefined ? undefined : { ...row };
}
