// @ts-check
// All that the shop remembers. It lives in memory and ends with the process: a real shop keeps it in its database, and
// books in the same transaction that the inbox records the webhook in.
import { randomBytes } from "node:crypto";
import { createLedger } from "./ledger.js";

/**
 * A payment that we expect: an order of coffee, or money for the wallet. Its id is the `tracking_id`.
 *
 * - opening: we are asking the gateway for a cashier page
 * - waiting: the customer is at the cashier
 * - processing: the customer paid, the gateway has not made up its mind
 * - paid, declined, expired: for good
 * - refused: the gateway did not take our request, nothing happened
 * - unknown: the gateway's answer was lost; see find-out.js
 * - flagged: a webhook did not fit; a person must look
 * @typedef {"opening" | "waiting" | "processing" | "paid" | "declined" | "expired" | "refused" | "unknown" | "flagged"} OrderState
 *
 * @typedef {object} Order
 * @property {string} id
 * @property {string} customer
 * @property {"order" | "top-up"} kind
 * @property {{ product: string, quantity: number, cents: number }[]} lines
 * @property {number} cents
 * @property {string} currency
 * @property {OrderState} state
 * @property {string} [next] the order that tries again what this one did not bring
 * @property {import("@numipay/core").Finding["state"]} [finding] what asking the gateway brought, while unknown
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
 * @property {string} id
 * @property {string} customer
 * @property {number} cents
 * @property {string} currency
 * @property {WithdrawalState} state
 * @property {string} [transactionId] the gateway's id, which only its webhook tells
 * @property {import("@numipay/core").Finding["state"]} [finding]
 *
 * @typedef {{ trackingId: string, transactionId: string, why: string }} Flag
 * @typedef {ReturnType<typeof createBooks>} Books
 */

const final = new Set(["paid", "declined", "expired", "rejected", "refused", "flagged"]);

/** @param {Order | Withdrawal} row */
export function isFinal(row) {
  return final.has(row.state);
}

export function createBooks() {
  /** @type {Map<string, Order>} */
  const orders = new Map();
  /** @type {Map<string, Withdrawal>} */
  const withdrawals = new Map();
  /** @type {Flag[]} */
  const flags = [];
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  return {
    ledger: createLedger(),
    orders,
    withdrawals,
    flags,

    /**
     * A new order, with an id that nobody can guess and that was never sent before.
     * @param {Pick<Order, "customer" | "kind" | "lines" | "cents" | "currency">} wanted
     * @returns {Order}
     */
    addOrder(wanted) {
      /** @type {Order} */
      const order = { ...wanted, id: freshId("order"), state: "opening" };
      orders.set(order.id, order);
      return order;
    },

    /**
     * @param {Pick<Withdrawal, "customer" | "cents" | "currency">} wanted
     * @returns {Withdrawal}
     */
    addWithdrawal(wanted) {
      /** @type {Withdrawal} */
      const withdrawal = { ...wanted, id: freshId("payout"), state: "opening" };
      withdrawals.set(withdrawal.id, withdrawal);
      return withdrawal;
    },

    /**
     * Moves a record on. What is final stays: a webhook may be faster than the answer to the request that caused it.
     * @template {Order | Withdrawal} Row
     * @param {Row} row
     * @param {Row["state"]} state
     * @param {Partial<Row>} [more]
     */
    move(row, state, more = {}) {
      if (isFinal(row)) return;
      Object.assign(row, more, { state });
      tell();
    },

    /** Notes what a person must look at. @param {Flag} flag */
    flag(flag) {
      flags.push(flag);
      tell();
    },

    /** Calls after every change, until the returned function is called. @param {() => void} listener */
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** @param {string} kind */
function freshId(kind) {
  return `${kind}-${randomBytes(9).toString("base64url")}`;
}
