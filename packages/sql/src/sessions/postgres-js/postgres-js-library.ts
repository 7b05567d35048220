import type { Sql, TransactionSql } from "postgres";
import type { StatementResult } from "../../dialects/dialect.js";
import { isConnectionError } from "../library/is-connection-error.js";
import type { Library } from "../library/library-sessions.js";
import { openTransaction, type OpenTransaction } from "../open-transaction.js";
import { createPostgresJsHandle } from "./postgres-js-handle.js";
import type { PostgresJsTransaction } from "./postgres-js-transaction.js";

/** The transactions of postgres.js. Statements that are sent together take one round trip. */
export function postgresJsLibrary<Types extends Record<string, unknown>>(
  sql: Sql<Types>,
): Library<PostgresJsTransaction<Types>, TransactionSql<Types>> {
  return {
    async begin() {
      const opened = await openTransaction<TransactionSql<Types>>((callback) =>
        sql.begin(callback),
      );
      return toTransaction(opened);
    },
    query: ({ sql: tx }, statements) =>
      Promise.all(statements.map((statement) => runStatement(tx, statement))),
    openHandle: createPostgresJsHandle,
    isLost: isConnectionError,
    cancel({ running }) {
      for (const cancel of running) cancel();
    },
  };
}

function toTransaction<Types extends Record<string, unknown>>(
  opened: OpenTransaction<TransactionSql<Types>>,
): OpenTransaction<PostgresJsTransaction<Types>> {
  const savepoints = new Set<Promise<unknown>>();
  const running = new Set<() => void>();
  // A savepoint that ends after its transaction would send its statement to whatever the connection does then.
  const settled = async (): Promise<void> => void (await Promise.allSettled(savepoints));
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
  };
  opened.ended.then(close, close);
  // When the connection is closed, postgres.js rejects without waiting for the callback. A callback that ended later would send its
  // COMMIT or ROLLBACK to the closed connection, which ends the process, or to its successor.
  const abandon = (): void => {
    if (isOpen) opened.abandon();
  };
  return {
    native: { sql: opened.native, savepoints, running },
    commit: () => opened.commit(),
    async rollback() {
      await settled();
      if (isOpen) await opened.rollback();
    },
    abandon() {
      if (savepoints.size === 0) abandon();
      else void settled().then(abandon);
    },
    ended: opened.ended,
  };
}

/** Reads raw values, because the application's parsers and transforms also apply to what the inbox reads. */
export async function runStatement<Types extends Record<string, unknown>>(
  tx: Pick<TransactionSql<Types>, "unsafe">,
  statement: string,
): Promise<StatementResult> {
  const isRead = statement.startsWith("SELECT");
  const text = isRead
    ? `SELECT CAST(pg_catalog.row_to_json(found) AS text) FROM (${statement}) AS found`
    : statement;
  const result = await tx.unsafe(text).raw();
  return {
    rows: isRead ? result.map(toRow) : [],
    rowCount: result.count ?? 0,
  };
}

function toRow([value]: Buffer[]): Record<string, string | null> {
  return JSON.parse(String(value)) as Record<string, string | null>;
}
