// @ts-check
// What the shop remembers, and what a store of it must be able to do. There are two: memory-books.js and postgres-books.js.
import type { LastKnownStatus } from "@numipay/core";
import type { PoolClient } from "pg";
import type { Entry } from "./ledger.js";
import { randomBytes } from "node:crypto";

// A payment that we expect: an order of coffee, or money for the wallet. Its id is the `tracking_id`.
//
// - opening: we are asking the gateway for a cashier page
// - waiting: the customer is at the cashier
// - processing: the customer paid, the gateway has not made up its mind
// - paid, declined, expired: for good
// - refused: our request did nothing, as far as its error says; see nothingWasDone() of
//
// @numipay/core
// - unknown: the gateway's answer was lost; see find-out.js
// - flagged: a webhook did not fit; a person must look
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

export interface Order {
  kind: "order" | "top-up";
  id: string;
  customer: string;
  lines: { product: string; quantity: number; cents: number }[];
  cents: number;
  currency: string;
  state: OrderState;
  /** The key of what ended it: whoever brings that again has brought nothing new. */
  settledBy?: string;
  /** The order that tries again what this one did not bring. */
  next?: string;
  /** What asking the gateway brought, while unknown. */
  finding?: LastKnownStatus["state"];
}

/**
 * A payout that a customer asked for.
 *
 * - review: the customer confirmed it at the cashier, the back office must decide
 * - deciding: the decision is on its way to the gateway
 * - decided: the gateway has it, its webhook will tell the end
 * - undecided: the answer to the decision was lost
 */
export type WantedOrder = Pick<Order, "customer" | "kind" | "lines" | "cents" | "currency">;

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
  id: string;
  customer: string;
  cents: number;
  currency: string;
  state: WithdrawalState;
  settledBy?: string;
  /** The gateway's id, which only its webhook tells. */
  transactionId?: string;
  finding?: LastKnownStatus["state"];
}

export type WantedWithdrawal = Pick<Withdrawal, "customer" | "cents" | "currency">;

/** How a row ends. The key names the reason: the same one settles it once, and is welcome again. */
export interface Flag {
  key: string;
  trackingId: string;
  transactionId: string;
  why: string;
}

export interface Resolution {
  key: string;
  /** The account that its money leaves; none where no money moves. */
  from?: string;
  to?: string;
  /** The gateway's, where it moved the money

What a handler's writes may go through: the transaction of the inbox, where it has one. */
  transactionId?: string;
}

/** Rows that are handed out are copies. */
export type Tx = PoolClient | undefined;

export interface Books {
  /** Under an id that nobody can guess and that was never sent before. */
  addOrder: (wanted: WantedOrder) => Promise<Order>;
  /** For what that one did not bring; undefined where it has its next one. */
  addNextOrder: (order: Order) => Promise<Order | undefined>;
  /** Sets its money aside in the same step; undefined where the wallet does not hold it. */
  addWithdrawal: (wanted: WantedWithdrawal) => Promise<Withdrawal | undefined>;
  findOrder: (id: string) => Promise<Order | undefined>;
  findWithdrawal: (id: string) => Promise<Withdrawal | undefined>;
  /** False where nothing moved: what is final stays, for a webhook may be faster than the answer to the request that caused it. */
  move: (
    row: Order | Withdrawal,
    state: OrderState | WithdrawalState,
    more?: Step,
  ) => Promise<boolean>;
  /** Ends a row and moves its money, both or neither; rejects where another key has ended it. */
  settle: (
    row: Order | Withdrawal,
    state: OrderState | WithdrawalState,
    how: Resolution,
  ) => Promise<void>;
  /** Notes, once a key, what a person must look at. */
  flag: (flag: Flag) => Promise<void>;
  listWithdrawals: () => Promise<Withdrawal[]>;
  listFlags: () => Promise<Flag[]>;
  listEntries: () => Promise<Entry[]>;
  /** In cents. */
  balance: (account: string, currency: string) => Promise<number>;
  /** Calls when something may have changed, until the returned function is called. */
  onChange: (listener: () => void) => () => void;
  /** The same books, written through a transaction. */
  within: (tx: Tx) => Books;
}

export interface Step {
  /** The only state that it moves from. */
  from?: OrderState | WithdrawalState;
  finding?: LastKnownStatus["state"];
  transactionId?: string;
}

export const finalStates = ["paid", "declined", "expired", "rejected", "refused", "flagged"];

export function isFinal(row: Order | Withdrawal) {
  return finalStates.includes(row.state);
}

export function freshId(kind: "order" | "payout") {
  return `${kind}-${randomBytes(9).toString("base64url")}`;
}

export function settledMeanwhile({ id }: Order | Withdrawal) {
  // The webhook comes again, and then finds what it does not fit.
  return new Error(`${id} was settled by something else meanwhile`);
}
