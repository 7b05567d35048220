import { InvalidArgumentError } from "@numipay/core";
import type { Connection, QueryResult } from "mysql2/promise";
import type { StatementResult } from "../../dialects/dialect.js";
import { asText, toStatementResult } from "./mysql2-connection.js";

/** Runs a statement of a journal on a connection of `mysql2/promise` inside a transaction. */
export async function runOnConnection(
  tx: Pick<Connection, "query">,
  statement: string,
): Promise<StatementResult> {
  const { query, getConnection } = (tx ?? {}) as { query?: unknown; getConnection?: unknown };
  // A pool runs each statement on any of its connections.
  if (typeof query !== "function" || typeof getConnection === "function") {
    throw new InvalidArgumentError("tx", notConnection);
  }
  const options = { sql: statement, typeCast: asText, rowsAsArray: false, nestTables: false };
  const returned: unknown = tx.query<QueryResult>(options);
  // A connection with callbacks returns none.
  if (typeof (returned as PromiseLike<unknown>).then !== "function") {
    throw new InvalidArgumentError("tx", notConnection);
  }
  const [result] = (await returned) as [QueryResult];
  return toStatementResult(result);
}

const notConnection =
  'must be a connection of "mysql2/promise" inside a transaction: const connection = await pool.getConnection(); await ' +
  "connection.beginTransaction(). In a handler, pass its tx.";
