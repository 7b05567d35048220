import { InvalidArgumentError } from "@numipay/core";
import type { QueryResult } from "mysql2/promise";
import type { StatementResult } from "../../dialects/dialect.js";
import { toStatementResult } from "../mysql2/mysql2-connection.js";

/** A transaction of Drizzle. */
export interface DrizzleTransaction {
  execute(query: string): PromiseLike<unknown>;
}

type Rows = StatementResult["rows"];

/** Runs a statement of a journal in a transaction of Drizzle, on any of its drivers. */
export async function runOnDrizzle(
  tx: DrizzleTransaction,
  statement: string,
): Promise<StatementResult> {
  if (typeof (tx as DrizzleTransaction | undefined | null)?.execute !== "function") {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  const result: unknown = await tx.execute(statement);
  if (!Array.isArray(result)) {
    const { rows, rowCount } = result as { rows: Rows; rowCount: number | null };
    return { rows, rowCount: rowCount ?? 0 };
  }
  // postgres.js returns the rows with their number, and mysql2 a result with its fields.
  const { count } = result as { count?: number | null };
  if (count !== undefined) return { rows: [...(result as Rows)], rowCount: count ?? 0 };
  return toStatementResult((result as [QueryResult])[0]);
}

const notTransaction =
  "must be a transaction of Drizzle: db.transaction(async (tx) => { … }). In a handler, pass its tx.";
