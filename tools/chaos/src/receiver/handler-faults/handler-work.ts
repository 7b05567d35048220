import type { Database } from "better-sqlite3";
import type { Entry } from "../../ledger/entry.js";
import type { Queryable } from "../queryable.js";

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
  /** Opens another connection to the same database. Undefined where no fault needs one. */
  openOther?: (() => Promise<Queryable & { end(): Promise<void> }>) | undefined;
}

/** The part of a SQLite connection that handlers use: the inbox's transaction, or in a control the connection itself. */
export type SqliteTx = Pick<Database, "exec" | "prepare" | "transaction">;

/** What a faulty handler on SQLite works with. */
export interface SqliteWork {
  entry: Entry;
  tx: SqliteTx;
  append: (through?: Pick<SqliteTx, "prepare">) => void;
}

/** Does a handler's work with a fault. Returns whether the ledger accepted the entry, or throws. */
export type HandlerFault<Work = HandlerWork> = (work: Work) => Promise<boolean> | boolean;

/** The variants of one fault, by name. */
export type HandlerFaults<Work = HandlerWork> = Record<string, HandlerFault<Work>>;

/** Waits for a promise and ignores its rejection, like a handler that catches and logs. */
export async function ignoreRejection(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
