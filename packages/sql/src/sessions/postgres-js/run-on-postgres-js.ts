import { InvalidArgumentError } from "@numipay/core";
import type { TransactionSql } from "postgres";
import type { StatementResult } from "../../dialects/dialect.js";
import { runStatement } from "./postgres-js-library.js";

/** Runs a statement of a journal in a transaction of postgres.js. */
export async function runOnPostgresJs<Types extends Record<string, unknown>>(
  tx: TransactionSql<Types>,
  statement: string,
): Promise<StatementResult> {
  // Only the `sql` of a transaction has savepoints.
  const { unsafe, savepoint } = (tx ?? {}) as Partial<TransactionSql>;
  if (typeof unsafe !== "function" || typeof savepoint !== "function") {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  return runStatement(tx, statement);
}

const notTransaction =
  "must be the sql of a transaction: sql.begin(async (tx) => { … }). In a handler, pass its tx.";
