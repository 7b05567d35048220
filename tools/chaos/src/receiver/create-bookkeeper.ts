import type { HandlerTx } from "./handler-faults.js";
import type { NumipayEvent } from "@numipay/core";
import { statusRank } from "@numipay/core";
import { playHandlerFault } from "./handler-faults.js";
import { reach, takeHandlerFault } from "./steps.js";
import { testifyToHandler } from "./witness.js";

/** One line of the ledger. */
export interface Entry {
  key: string;
  transactionKey: string;
  rank: number | undefined;
  fencingToken: number;
  event: NumipayEvent;
}

/**
 * The handler of every receiver, for webhooks, jobs and the reconciler: one effect, and steps before and after it to be hit
 * at. A delivery may have it do its work wrongly.
 *
 * @param effect appends to the ledger; false where its holder is from the past
 */
export function createBookkeeper<Tx>(
  effect: (entry: Entry, tx: Tx) => Promise<boolean>,
  { leaseMs }: { leaseMs: number },
): (
  event: Entry["event"],
  context: { idempotencyKey: string; fencingToken: number; tx: Tx },
) => Promise<void> {
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
    const tx = given as HandlerTx;
    return await playHandlerFault(fault, {
      entry,
      tx,
      leaseMs,
      book: (other = tx) => effect(entry, other as never),
      // PGlite takes several statements by another method.
      run: (text) => (tx.exec === undefined ? tx.query(text) : tx.exec(text)),
    });
  }
}
