import { commitConstraints } from "./handler-faults/commit-constraints.js";
import { endedTransactions } from "./handler-faults/ended-transactions.js";
import { lateStatements } from "./handler-faults/late-statements.js";
import { ownTransactions } from "./handler-faults/own-transactions.js";
import { slowHandlers } from "./handler-faults/slow-handlers.js";

/**
 * What a handler has at hand when it is to do something wrong. `book` appends the entry, through `tx` unless given
 * another; `run` sends a text of any number of statements through `tx`.
 *
 * @typedef {import("./ledger-table.js").Queryable & { exec?: (text: string) => Promise<unknown> }} HandlerTx
 * @typedef {{ entry: import("./create-bookkeeper.js").Entry, tx: HandlerTx, leaseMs: number,
 *   book: (tx?: import("./ledger-table.js").Queryable) => Promise<boolean>,
 *   run: (text: string) => Promise<unknown> }} HandlerWork
 */

/**
 * What handlers do wrong, by family and name. Each resolves to whether the entry was taken, or throws.
 *
 * @type {Record<string, Record<string, (work: HandlerWork) => Promise<boolean>>>}
 */
export const handlerFaults = {
  "late statement": lateStatements,
  "ends the transaction": endedTransactions,
  "own transaction": ownTransactions,
  "constraint at commit": commitConstraints,
  "slow handler": slowHandlers,
};

const byName = new Map(Object.values(handlerFaults).flatMap((faults) => Object.entries(faults)));

/**
 * Has a handler do its work wrongly.
 *
 * @param {string} name
 * @param {HandlerWork} work
 */
export async function playHandlerFault(name, work) {
  const play = byName.get(name);
  if (play === undefined) throw new Error(`There is no handler fault ${name}`);
  return await play(work);
}
