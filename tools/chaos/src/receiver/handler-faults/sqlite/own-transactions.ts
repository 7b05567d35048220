import type { HandlerFault, HandlerFaults, SqliteTx, SqliteWork } from "../handler-work.js";
import { ignoreError } from "./sqlite-faults.js";

/** Runs work in a nested transaction. */
type Nest = (tx: SqliteTx, inside: () => void) => void;

const ways: Record<string, Nest> = {
  "BEGIN and COMMIT"(tx, inside) {
    tx.exec("BEGIN");
    try {
      inside();
    } catch (error) {
      tx.exec("ROLLBACK");
      throw error;
    }
    tx.exec("COMMIT");
  },
  "transaction()": (tx, inside) => tx.transaction(inside)(),
  "transaction().immediate": (tx, inside) => tx.transaction(inside).immediate(),
};

/** What a handler does with a transaction of its own. Each appends its entry once, or throws. */
const uses: Record<string, (nest: (inside: () => void) => void, work: SqliteWork) => void> = {
  "committed, and returns": (nest, { append }) => nest(() => append()),
  "committed, and throws": (nest, { append }) => {
    nest(() => append());
    throw new Error("Out of stock.");
  },
  "rolled back, and again": (nest, { append }) => {
    rollBack(nest, append);
    nest(() => append());
  },
  "rolled back, then on tx": (nest, { append }) => {
    rollBack(nest, append);
    append();
  },
  "rolled back, and throws": (nest, { append }) => nest(() => fail(append)),
  "on tx, then one rolled back": (nest, { append }) => {
    append();
    rollBack(nest, append);
  },
  "after a failed statement": (nest, { tx, append }) => {
    ignoreError(() => nest(() => tx.exec("SELECT * FROM missing")));
    append();
  },
  "one in another": (nest, { append }) =>
    nest(() => {
      rollBack(nest, append);
      append();
    }),
};

function rollBack(nest: (inside: () => void) => void, append: () => void) {
  ignoreError(() => nest(() => fail(append)));
}

function fail(append: () => void) {
  append();
  throw new Error("Not this time.");
}

/** Opens a transaction of the handler's own on `tx`, as shared code does that is also used elsewhere. */
export const sqliteTransactions: HandlerFaults<SqliteWork> = {
  ...Object.fromEntries(
    Object.entries(ways).flatMap(([way, nest]) =>
      Object.entries(uses).map(([name, use]): [string, HandlerFault<SqliteWork>] => [
        `${way}: ${name}`,
        (work) => {
          use((inside) => nest(work.tx, inside), work);
          return true;
        },
      ]),
    ),
  ),
  "BEGIN, and returns": ({ tx, append }) => {
    tx.exec("BEGIN");
    append();
    return true;
  },
};
