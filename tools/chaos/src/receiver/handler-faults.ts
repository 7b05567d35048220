import type { Queryable } from "./ledger-table.js";
import type { Entry } from "./create-bookkeeper.js";
import { commitConstraints } from "./handler-faults/commit-constraints.js";
import { endedTransactions } from "./handler-faults/ended-transactions.js";
import { lateStatements } from "./handler-faults/late-statements.js";
import { ownTransactions } from "./handler-faults/own-transactions.js";
import { slowHandlers } from "./handler-faults/slow-handlers.js";

// What a handler has at hand when it is to do something wrong. `book` appends the entry, through `tx` unless given
// another; `run` sends a text of any number of statements through `tx`.
export type HandlerTx = Queryable & { exec?: (text: string) => Promise<unknown> };

export interface HandlerWork {
  entry: Entry;
  tx: HandlerTx;
  leaseMs: number;
  book: (tx?: Queryable) => Promise<boolean>;
  run: (text: string) => Promise<unknown>;
}

/** What handlers do wrong, by family and name. Each resolves to whether the entry was taken, or throws. */
export const handlerFaults: Record<
  string,
  Record<string, (work: HandlerWork) => Promise<boolean>>
> = {
  "late statement": lateStatements,
  "ends the transaction": endedTransactions,
  "own transaction": ownTransactions,
  "constraint at commit": commitConstraints,
  "slow handler": slowHandlers,
};

const byName = new Map(Object.values(handlerFaults).flatMap((faults) => Object.entries(faults)));

/** Has a handler do its work wrongly. */
export async function playHandlerFault(name: string, work: HandlerWork) {
  const play = byName.get(name);
  if (play === undefined) throw new Error(`There is no handler fault ${name}`);
  return await play(work);
}
