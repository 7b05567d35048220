import type { Transaction } from "@electric-sql/pglite";
import { InvalidArgumentError } from "@numipay/core";
import type { StatementResult } from "../../dialects/dialect.js";
import { asText, toStatementResult } from "./pglite-sessions.js";

/** Runs a statement of a journal in a transaction of PGlite. */
export async function runOnPglite(
  tx: Pick<Transaction, "exec">,
  statement: string,
): Promise<StatementResult> {
  const { exec, close } = (tx ?? {}) as { exec?: unknown; close?: unknown };
  // The database itself has a transaction for each statement.
  if (typeof exec !== "function" || typeof close === "function") {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  const [result] = await tx.exec(statement, asText);
  return result === undefined ? { rows: [], rowCount: 0 } : toStatementResult(result);
}

const notTransaction =
  "must be a transaction of PGlite: db.transaction(async (tx) => { … }). In a handler, pass its tx.";
