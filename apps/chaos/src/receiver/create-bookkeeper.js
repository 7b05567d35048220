import { statusRank } from "@numipay/core";
import { reach } from "./steps.js";

/**
 * One line of the ledger.
 *
 * @typedef {{ key: string, transactionKey: string, rank: number | undefined, fence: number,
 *   event: import("@numipay/core").NumipayEvent }} Entry
 */

/**
 * The handler of every receiver, whoever told it of the event: one effect, and steps before and after it to be hit at.
 *
 * @template Tx
 * @param {(entry: Entry, tx: Tx) => Promise<boolean>} effect appends to the ledger; false where its holder is from the past
 * @returns {(event: Entry["event"], context: { idempotencyKey: string, fence: number, tx: Tx }) => Promise<void>}
 */
export function createBookkeeper(effect) {
  return async (event, { idempotencyKey, fence, tx }) => {
    reach("before-effect");
    const entry = {
      key: idempotencyKey,
      transactionKey: `${event.transaction_type}:${event.transaction_id}`,
      rank: statusRank(event.status),
      fence,
      // For the oracle that counts money.
      event,
    };
    const isTaken = await effect(entry, tx);
    reach("after-effect");
    if (!isTaken) throw new Error("Another delivery took over: the ledger has seen a higher fence");
  };
}
