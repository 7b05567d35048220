import type { Entry } from "../../ledger/entry.js";
import type { Queryable } from "../ledger-table.js";

/** What a faulty handler works with. */
export interface HandlerWork {
  entry: Entry;
  /** The inbox's transaction. Throws on an engine that has none. */
  readonly tx: Queryable;
  leaseMs: number;
  /** Appends the entry through `tx` or another client. Resolves to whether the ledger accepted it. */
  append: (through?: Queryable) => Promise<boolean>;
  /** Runs one or more statements through `tx`. */
  run: (text: string) => Promise<void>;
}

/** Does a handler's work with a fault. Resolves to whether the ledger accepted the entry, or throws. */
export type HandlerFault = (work: HandlerWork) => Promise<boolean>;

/** The variants of one fault, by name. */
export type HandlerFaults = Record<string, HandlerFault>;

/** Waits for a promise and ignores its rejection, like a handler that catches and logs. */
export async function ignoreRejection(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
