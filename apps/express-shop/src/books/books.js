// @ts-check
// What the shop remembers, and what a store of it must be able to do. There are two: memory-books.js and postgres-books.js.
import { randomBytes } from "node:crypto";

/**
 * A payment that we expect: an order of coffee, or money for the wallet. Its id is the `tracking_id`.
 *
 * - opening: we are asking the gateway for a cashier page
 * - waiting: the customer is at the cashier
 * - processing: the customer paid, the gateway has not made up its mind
 * - paid, declined, expired: for good
 * - refused: our request did nothing, as far as its error says; see nothingWasDone() of @numipay/core
 * - unknown: the gateway's answer was lost; see find-out.js
 * - flagged: a webhook did not fit; a person must look
 * @typedef {"opening" | "waiting" | "processing" | "paid" | "declined" | "expired" | "refused" | "unknown" | "flagged"} OrderState
 *
 * @typedef {object} Order
 * @property {"order" | "top-up"} kind
 * @property {string} id
 * @property {string} customer
 * @property {{ product: string, quantity: number, cents: number }[]} lines
 * @property {number} cents
 * @property {string} currency
 * @property {OrderState} state
 * @property {string} [settledBy] the key of what ended it: whoever brings that again has brought nothing new
 * @property {string} [next] the order that tries again what this one did not bring
 * @property {import("@numipay/core").LastKnownStatus["state"]} [finding] what asking the gateway brought, while unknown
 *
 * @typedef {Pick<Order, "customer" | "kind" | "lines" | "cents" | "currency">} WantedOrder
 *
 * A payout that a customer asked for.
 *
 * - review: the customer confirmed it at the cashier, the back office must decide
 * - deciding: the decision is on its way to the gateway
 * - decided: the gateway has it, its webhook will tell the end
 * - undecided: the answer to the decision was lost
 * @typedef {"opening" | "waiting" | "review" | "deciding" | "decided" | "undecided" | "paid" | "rejected" | "expired" | "refused" | "unknown" | "flagged"} WithdrawalState
 *
 * @typedef {object} Withdrawal
 * @property {"withdrawal"} kind
 * @property {string} id
 * @property {string} customer
 * @property {number} cents
 * @property {string} currency
 * @property {WithdrawalState} state
 * @property {string} [settledBy]
 * @property {string} [transactionId] the gateway's id, which only its webhook tells
 * @property {import("@numipay/core").LastKnownStatus["state"]} [finding]
 *
 * @typedef {Pick<Withdrawal, "customer" | "cents" | "currency">} WantedWithdrawal
 *
 * @typedef {{ key: string, trackingId: string, transactionId: string, why: string }} Flag
 *
 * How a row ends. The key names the reason: the same one settles it once, and is welcome again.
 * @typedef {object} Resolution
 * @property {string} key
 * @property {string} [from] the account that its money leaves; none where no money moves
 * @property {string} [to]
 * @property {string} [transactionId] the gateway's, where it moved the money
 *
 * What a handler's writes may go through: the transaction of the inbox, where it has one.
 * @typedef {import("pg").PoolClient | undefined} Tx
 *
 * Rows that are handed out are copies.
 * @typedef {object} Books
 * @property {(wanted: WantedOrder) => Promise<Order>} addOrder under an id that nobody can guess and that was never sent before
 * @property {(order: Order) => Promise<Order | undefined>} addNextOrder for what that one did not bring; undefined where it has its next one
 * @property {(wanted: WantedWithdrawal) => Promise<Withdrawal | undefined>} addWithdrawal sets its money aside in the same step; undefined where the wallet does not hold it
 * @property {(id: string) => Promise<Order | undefined>} findOrder
 * @property {(id: string) => Promise<Withdrawal | undefined>} findWithdrawal
 * @property {(row: Order | Withdrawal, state: OrderState | WithdrawalState, more?: Step) => Promise<boolean>} move false where nothing moved: what is final stays, for a webhook may be faster than the answer to the request that caused it
 * @property {(row: Order | Withdrawal, state: OrderState | WithdrawalState, how: Resolution) => Promise<void>} settle ends a row and moves its money, both or neither; rejects where another key has ended it
 * @property {(flag: Flag) => Promise<void>} flag notes, once a key, what a person must look at
 * @property {() => Promise<Withdrawal[]>} listWithdrawals
 * @property {() => Promise<Flag[]>} listFlags
 * @property {() => Promise<import("./ledger.js").Entry[]>} listEntries
 * @property {(account: string, currency: string) => Promise<number>} balance in cents
 * @property {(listener: () => void) => () => void} onChange calls when something may have changed, until the returned function is called
 * @property {(tx: Tx) => Books} within the same books, written through a transaction
 *
 * @typedef {object} Step
 * @property {OrderState | WithdrawalState} [from] the only state that it moves from
 * @property {import("@numipay/core").LastKnownStatus["state"]} [finding]
 * @property {string} [transactionId]
 */

export const finalStates = ["paid", "declined", "expired", "rejected", "refused", "flagged"];

/** @param {Order | Withdrawal} row */
export function isFinal(row) {
  return finalStates.includes(row.state);
}

/** @param {"order" | "payout"} kind */
export function freshId(kind) {
  return `${kind}-${randomBytes(9).toString("base64url")}`;
}

/** @param {Order | Withdrawal} row */
export function settledMeanwhile({ id }) {
  // The webhook comes again, and then finds what it does not fit.
  return new Error(`${id} was settled by something else meanwhile`);
}
