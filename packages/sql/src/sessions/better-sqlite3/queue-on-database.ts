import { realpathSync } from "node:fs";
import { InvalidArgumentError } from "@numipay/core";
import type { Database } from "better-sqlite3";
import type { Dialect } from "../../dialects/dialect.js";
import type { IntentDialect } from "../../dialects/intent-dialect.js";
import type { QueueMethods } from "../../outbox/queue-on.js";
import { withoutStatements } from "../../outbox/without-statements.js";
import type { DatabaseFile } from "./database-file.js";

/** Creates the methods that write in the application's transactions. They are synchronous, as the transactions are. */
export function createQueueOnDatabase(
  file: DatabaseFile,
  dialect: Pick<Dialect, "toFailure">,
  intents: IntentDialect,
): QueueMethods<Database, true> {
  /** Returns whether the row was written. */
  function insert(tx: Database, statement: string): boolean {
    requireTransaction(tx, file);
    try {
      return tx.prepare(statement).run().changes === 1;
    } catch (error) {
      throw dialect.toFailure(withoutStatements(error, [statement]));
    }
  }

  return {
    isSynchronous: true,
    enqueue: (tx, intent) => insert(tx, intents.enqueue(intent)),
    markOnce: (tx, key, name) => insert(tx, intents.markOnce(key, name)),
  };
}

function requireTransaction(tx: Database, file: DatabaseFile): void {
  const { prepare, inTransaction } = (tx ?? {}) as Partial<Database>;
  if (typeof prepare !== "function" || typeof inTransaction !== "boolean") {
    throw new InvalidArgumentError("tx", notDatabase);
  }
  if (!inTransaction) throw new InvalidArgumentError("tx", withoutTransaction);
  if (tx.memory || realpathSync(tx.name) !== file.findName()) {
    throw new InvalidArgumentError("tx", otherFile);
  }
}

const notDatabase =
  "must be a Database of better-sqlite3 inside a transaction: db.transaction(() => { … })(). In a handler, pass its tx.";

const withoutTransaction =
  "must be inside an open transaction, but none was begun on it. Call enqueue within db.transaction(() => { … })(), so that your rows " +
  "and the call commit together.";

const otherFile =
  "must be on the journal's file: your rows and the call cannot commit together in two files. Pass the path of this file to the journal.";
