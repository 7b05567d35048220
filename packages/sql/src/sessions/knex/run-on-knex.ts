import { InvalidArgumentError } from "@numipay/core";
import type { Knex } from "knex";
import type { StatementResult } from "../../dialects/dialect.js";
import { withoutStatements } from "../../outbox/without-statements.js";
import { withoutPlaceholders } from "./knex-library.js";

/** Runs a statement of a journal in a transaction of Knex, without the application's `postProcessResponse`. */
export async function runOnKnex(tx: Knex.Transaction, statement: string): Promise<StatementResult> {
  if ((tx as Knex.Transaction | undefined)?.isTransaction !== true) {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  const client = tx.client as Knex.Client;
  const sql = withoutPlaceholders(statement);
  try {
    const connection: unknown = await client.acquireConnection();
    const { response } = (await client.query(connection, { sql, bindings: [] })) as Answered;
    return toStatementResult(response);
  } catch (error) {
    throw withoutStatements(error, [sql]);
  }
}

interface Answered {
  response: PostgresResponse | [MysqlResponse, unknown];
}

interface PostgresResponse {
  rows: StatementResult["rows"];
  rowCount: number | null;
}

type MysqlResponse = StatementResult["rows"] | { affectedRows: number };

function toStatementResult(response: Answered["response"]): StatementResult {
  if (!Array.isArray(response)) return { rows: response.rows, rowCount: response.rowCount ?? 0 };
  const [result] = response;
  return Array.isArray(result)
    ? { rows: result, rowCount: 0 }
    : { rows: [], rowCount: result.affectedRows };
}

const notTransaction =
  "must be a transaction of Knex: knex.transaction(async (tx) => { … }). In a handler, pass its tx.";
