import { InvalidArgumentError } from "@numipay/core";
import type { Transaction } from "kysely";
import type { StatementResult } from "../../dialects/dialect.js";
import { runStatement } from "./kysely-library.js";

/** Runs a statement of a journal in a transaction of Kysely. */
export async function runOnKysely<DB>(
  tx: Transaction<DB>,
  statement: string,
): Promise<StatementResult> {
  const { isTransaction, executeQuery } = (tx ?? {}) as Partial<Transaction<DB>>;
  if (isTransaction !== true || typeof executeQuery !== "function") {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  return runStatement(tx, statement);
}

const notTransaction =
  "must be a transaction of Kysely: db.transaction().execute(async (tx) => { … }). In a handler, pass its tx.";
