import { type EventHandler, statusRank } from "@numipay/core";
import type { Entry } from "../ledger/entry.js";
import { injectHandlerFault } from "./handler-faults.js";
import { requireTx, type Tx } from "./ledger-table.js";
import { reportHandlerFault } from "./report-pipe.js";
import { reach, takeHandlerFault } from "./steps.js";

/** Appends an entry to the ledger. Resolves to false if the fencing token is outdated. */
export type Effect = (entry: Entry, tx: Tx) => Promise<boolean>;

export interface HandlerOptions {
  leaseMs: number;
}

/**
 * The handler of every receiver, for webhooks, jobs and the reconciler. It has one effect and a step before and after it.
 * A delivery can make it inject a fault.
 */
export function createHandler(effect: Effect, { leaseMs }: HandlerOptions): EventHandler<"*", Tx> {
  return async (event, { idempotencyKey, fencingToken, tx }) => {
    reach("before-effect");
    const entry: Entry = {
      key: idempotencyKey,
      transactionKey: `${event.transaction_type}:${event.transaction_id}`,
      rank: statusRank(event.status),
      fencingToken,
      // For the oracle that compares money.
      event,
    };
    const fault = takeHandlerFault();
    const isAccepted = await (fault === undefined
      ? effect(entry, tx)
      : injectFault(fault, entry, tx));
    reach("after-effect");
    if (!isAccepted) {
      throw new Error("Another delivery took over: the ledger has seen a higher fencing token.");
    }
  };

  async function injectFault(fault: string, entry: Entry, tx: Tx): Promise<boolean> {
    reportHandlerFault(fault, entry.key);
    return await injectHandlerFault(fault, {
      entry,
      get tx() {
        return requireTx(tx);
      },
      leaseMs,
      append: (other = tx) => effect(entry, other),
      async run(text) {
        const queryable = requireTx(tx);
        await (queryable.exec === undefined ? queryable.query(text) : queryable.exec(text));
      },
    });
  }
}
