import { statusRank } from "@numipay/core";
import { playHandlerFault } from "./handler-faults.js";
import { reach, takeHandlerFault } from "./steps.js";
import { testifyToHandler } from "./witness.js";

/**
 * One line of the ledger.
 *
 * @typedef {{ key: string, transactionKey: string, rank: number | undefined, fencingToken: number,
 *   event: import("@numipay/core").NumipayEvent }} Entry
 */

/**
 * The handler of every receiver, for webhooks, jobs and the reconciler: one effect, and steps before and after it to be hit
 * at. A delivery may have it do its work wrongly.
 *
 * @template Tx
 * @param {(entry: Entry, tx: Tx) => Promise<boolean>} effect appends to the ledger; false where its holder is from the past
 * @param {{ leaseMs: number }} options
 * @returns {(event: Entry["event"], context: { idempotencyKey: string, fencingToken: number, tx: Tx }) => Promise<void>}
 */
export function createBookkeeper(effect, { leaseMs }) {
  return async (event, { idempotencyKey, fencingToken, tx }) => {
    reach("before-effect");
    const entry = {
      key: idempotencyKey,
      transactionKey: `${event.transaction_type}:${event.transaction_id}`,
      rank: statusRank(event.status),
      fencingToken,
      // For the oracle that counts money.
      event,
    };
    const fault = takeHandlerFault();
    const isTaken = await (fault === undefined ? effect(entry, tx) : playWrongly(fault, entry, tx));
    reach("after-effect");
    if (!isTaken)
      throw new Error("Another delivery took over: the ledger has seen a higher fencing token");
  };

  async function playWrongly(fault, entry, given) {
    testifyToHandler(fault, entry.key);
    const tx = /** @type {import("./handler-faults.js").HandlerTx} */ (given);
    return await playHandlerFault(fault, {
      entry,
      tx,
      leaseMs,
      book: (other = tx) => effect(entry, /** @type {never} */ (other)),
      // PGlite takes several statements by another method.
      run: (text) => (tx.exec === undefined ? tx.query(text) : tx.exec(text)),
    });
  }
}
