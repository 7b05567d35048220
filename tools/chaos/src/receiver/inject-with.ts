import type { Entry } from "../ledger/entry.js";
import type { HandlerFaultOptions } from "./engine.js";
import { findHandlerFault } from "./handler-faults/find-handler-fault.js";
import type { HandlerFaults, HandlerWork } from "./handler-faults/handler-work.js";
import { requireTx, type Tx } from "./queryable.js";

export interface QueryableFaults {
  /** The engine's faults, by family and variant. */
  faults: Record<string, HandlerFaults>;
  append: (entry: Entry, tx: Tx) => Promise<boolean>;
  /** Opens another connection to the same database. */
  openOther?: HandlerWork["openOther"];
}

/** Returns `injectFault` of an engine with such transactions, or with none. */
export function injectWith({ faults, append, openOther }: QueryableFaults) {
  return async ({ fault, entry, tx, leaseMs }: HandlerFaultOptions<Tx>): Promise<boolean> =>
    await findHandlerFault(
      faults,
      fault,
    )({
      entry,
      get tx() {
        return requireTx(tx);
      },
      leaseMs,
      append: (other = tx) => append(entry, other),
      async run(text) {
        const queryable = requireTx(tx);
        await (queryable.exec === undefined ? queryable.query(text) : queryable.exec(text));
      },
      openOther,
    });
}
