import { commitConstraints } from "./handler-faults/commit-constraints.js";
import { endedTransactions } from "./handler-faults/ended-transactions.js";
import type { HandlerFaults, HandlerWork } from "./handler-faults/handler-work.js";
import { lateStatements } from "./handler-faults/late-statements.js";
import { ownTransactions } from "./handler-faults/own-transactions.js";
import { slowHandlers } from "./handler-faults/slow-handlers.js";

/** The faults of handlers, by fault family and variant. */
export const handlerFaults = {
  "late statement": lateStatements,
  "ends the transaction": endedTransactions,
  "own transaction": ownTransactions,
  "constraint at commit": commitConstraints,
  "slow handler": slowHandlers,
} satisfies Record<string, HandlerFaults>;

const byVariant = new Map(Object.values(handlerFaults).flatMap((faults) => Object.entries(faults)));

/** Runs a handler's work with a fault. Resolves to whether the ledger accepted the entry. */
export async function injectHandlerFault(variant: string, work: HandlerWork): Promise<boolean> {
  const inject = byVariant.get(variant);
  if (inject === undefined) throw new Error(`Unknown handler fault: ${variant}`);
  return await inject(work);
}
