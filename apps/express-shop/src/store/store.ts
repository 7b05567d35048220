// The shop's data, and the interface of its two implementations: memory-store.ts and postgres-store.ts.
import { randomBytes } from "node:crypto";
import type { LastKnownStatus } from "@numipay/core";
import type { Entry } from "./ledger.js";

/**
 * The state of a payment:
 *
 * - `opening`: the shop is requesting a cashier page
 * - `waiting`: the customer is at the cashier
 * - `processing`: the customer paid, and the gateway has no result yet
 * - `paid`, `declined`, `expired`: final, reported by a webhook
 * - `refused`: the request had no effect, see `nothingWasDone` in `@numipay/core`
 * - `unknown`: the gateway's response was lost, see `check-outcome.ts`
 * - `flagged`: a webhook did not match, and a person must review it
 */
export type OrderState =
  | "opening"
  | "waiting"
  | "processing"
  | "paid"
  | "declined"
  | "expired"
  | "refused"
  | "unknown"
  | "flagged";

export interface OrderLine {
  product: string;
  quantity: number;
  cents: number;
}

/** An expected payment: an order for coffee, or a top-up of the wallet. */
export interface Order {
  kind: "order" | "top-up";
  /** The `tracking_id`. */
  id: string;
  customer: string;
  lines: OrderLine[];
  cents: number;
  currency: string;
  state: OrderState;
  /** The key of the change that made it final. The same key again is a duplicate. */
  finalizedBy?: string;
  /** The id of the order that replaces this one after a failed payment. */
  next?: string;
  /** The result of the last lookup at the gateway, in state `unknown`. */
  lastKnownStatus?: LastKnownStatus["state"];
}

export type NewOrder = Pick<Order, "customer" | "kind" | "lines" | "cents" | "currency">;

/**
 * The state of a withdrawal. Beyond those of an order:
 *
 * - `review`: the customer confirmed it at the cashier, and the back office must decide
 * - `deciding`: the shop is sending the decision to the gateway
 * - `decided`: the gateway accepted the decision, and its webhook will report the result
 * - `undecided`: the response to the decision was lost
 */
export type WithdrawalState =
  | "opening"
  | "waiting"
  | "review"
  | "deciding"
  | "decided"
  | "undecided"
  | "paid"
  | "rejected"
  | "expired"
  | "refused"
  | "unknown"
  | "flagged";

export interface Withdrawal {
  kind: "withdrawal";
  /** The `tracking_id`. */
  id: string;
  customer: string;
  cents: number;
  currency: string;
  state: WithdrawalState;
  finalizedBy?: string;
  /** The gateway's id. Only its webhook contains it. */
  transactionId?: string;
  /** The gateway's page on which the customer confirms it, in state `waiting`. */
  cashierUrl?: string;
  lastKnownStatus?: LastKnownStatus["state"];
}

export type NewWithdrawal = Pick<Withdrawal, "customer" | "cents" | "currency">;

export type Row = Order | Withdrawal;
export type RowState = OrderState | WithdrawalState;

/** A webhook that did not match, for a person to review. */
export interface Flag {
  key: string;
  trackingId: string;
  transactionId: string;
  reason: string;
}

/** How a row becomes final. `from` and `to` are omitted if no money moves. */
export interface FinalChange {
  /** Identifies the change, so that a duplicate has no effect. */
  key: string;
  /** The account that the money leaves. */
  from?: string;
  to?: string;
  /** The gateway's id, if it moved the money. */
  transactionId?: string;
}

export interface StateChange {
  /** The only state that this change applies to. */
  from?: RowState;
  lastKnownStatus?: LastKnownStatus["state"];
  transactionId?: string | undefined;
  cashierUrl?: string | undefined;
}

/** An open transaction of `pg` or PGlite. */
export interface SqlTransaction {
  query: <Record extends object>(text: string, values?: unknown[]) => Promise<{ rows: Record[] }>;
}

/** The open transaction of the inbox or the store, if there is a database. */
export type Tx = SqlTransaction | undefined;

/** Queues the payout of a withdrawal in the transaction that puts its amount on hold. */
export type QueuePayout = (tx: Tx, withdrawal: Withdrawal) => Promise<void>;

/** Rows that it returns are copies. */
export interface ShopStore {
  addOrder: (order: NewOrder) => Promise<Order>;
  /** Adds an order that replaces a failed one. Returns undefined if it was replaced before. */
  addNextOrder: (order: Order) => Promise<Order | undefined>;
  /**
   * Puts the amount on hold and queues the payout, or neither. Returns undefined if the wallet's balance is too low, and rejects if
   * `queue` does.
   */
  addWithdrawal: (withdrawal: NewWithdrawal, queue: QueuePayout) => Promise<Withdrawal | undefined>;
  findOrder: (id: string) => Promise<Order | undefined>;
  findWithdrawal: (id: string) => Promise<Withdrawal | undefined>;
  /** Returns false if nothing changed. A final state stays: a webhook can arrive before the response to our request. */
  move: (row: Row, state: RowState, change?: StateChange) => Promise<boolean>;
  /** Makes a row final and moves its money, atomically. Rejects if another key made it final. */
  finalize: (row: Row, state: RowState, change: FinalChange) => Promise<void>;
  /** Records what a person must review, once for each key. */
  flag: (flag: Flag) => Promise<void>;
  listWithdrawals: () => Promise<Withdrawal[]>;
  listFlags: () => Promise<Flag[]>;
  listEntries: () => Promise<Entry[]>;
  /** In cents. */
  balance: (account: string, currency: string) => Promise<number>;
  /** Calls the listener when something may have changed. Returns a function that stops it. */
  onChange: (listener: () => void) => () => void;
  /** The same store, writing through a transaction. */
  within: (tx: Tx) => ShopStore;
}

export const finalStates: readonly RowState[] = [
  "paid",
  "declined",
  "expired",
  "rejected",
  "refused",
  "flagged",
];

export function isFinal(row: Row): boolean {
  return finalStates.includes(row.state);
}

/** A random id, so that no customer can guess another's order. */
export function createId(kind: "order" | "payout"): string {
  return `${kind}-${randomBytes(9).toString("base64url")}`;
}

/** Thrown in a webhook handler, it makes the gateway retry. The retry is then flagged as a mismatch. */
export function alreadyFinal({ id }: Row): Error {
  return new Error(`${id} became final through another change.`);
}
