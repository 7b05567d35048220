import { InvalidArgumentError } from "@numipay/core";
import type { ClientBase, QueryResultRow } from "pg";
import type { StatementResult } from "../../dialects/dialect.js";
import { asText, toStatementResult } from "./client-session.js";

/** Runs a statement of a journal on a client of `pg` inside a transaction. */
export async function runOnClient(tx: ClientBase, statement: string): Promise<StatementResult> {
  const { query, totalCount } = (tx ?? {}) as Partial<ClientBase> & { totalCount?: unknown };
  // A pool runs each statement on any of its connections.
  if (typeof query !== "function" || typeof totalCount === "number") {
    throw new InvalidArgumentError("tx", notClient);
  }
  const config = { text: statement, types: asText };
  return toStatementResult(await tx.query<QueryResultRow>(config));
}

const notClient =
  'must be a client of pg inside a transaction: const client = await pool.connect(); await client.query("BEGIN"). In a handler, pass its tx.';
