import type { Knex } from "knex";
import type { StatementResult } from "../../dialects/dialect.js";
import { isConnectionError } from "../library/is-connection-error.js";
import type { Library } from "../library/library-sessions.js";
import type { RunStatement } from "../library/mysql-connection.js";
import type { OpenTransaction } from "../open-transaction.js";
import { createKnexHandle } from "./knex-handle.js";
import type { OpenKnex } from "./open-knex.js";

/** The transactions of Knex. */
export function knexLibrary(knex: Knex): Library<OpenKnex, Knex.Transaction> {
  return {
    async begin() {
      const trx = await knex.transaction();
      const connection: unknown = await (trx.client as Knex.Client).acquireConnection();
      return toOpen({ trx, connection });
    },
    query: runStatements,
    openHandle(open, guard, onError) {
      const run: RunStatement = async (statement) => {
        try {
          return await statement();
        } catch (error) {
          onError(error);
          throw error;
        }
      };
      return createKnexHandle(knex, open.connection, { guard, run });
    },
    isLost: isConnectionError,
  };
}

function toOpen(native: OpenKnex): OpenTransaction<OpenKnex> {
  const { trx } = native;
  let rollingBack: Promise<unknown> | undefined;
  // If it fails, the connection is lost, which also rolls back.
  const rollback = async (): Promise<void> => {
    if (trx.isCompleted()) return;
    rollingBack ??= Promise.resolve(trx.rollback()).catch(() => undefined);
    await rollingBack;
  };
  const ended = trx.executionPromise.catch(() => undefined);
  return {
    native,
    async commit() {
      // This resolves even if the COMMIT fails.
      await trx.commit();
      await trx.executionPromise;
    },
    rollback,
    abandon: () => void rollback(),
    ended,
  };
}

/** Runs them in one round trip, without the application's `postProcessResponse`. */
async function runStatements(
  { trx, connection }: OpenKnex,
  statements: readonly string[],
): Promise<StatementResult[]> {
  const sql = statements.map(withoutPlaceholders).join(";\n");
  try {
    const { response } = (await (trx.client as Knex.Client).query(connection, {
      sql,
      bindings: [],
    })) as { response: Response | Response[] };
    return [response].flat().map(({ rows, rowCount }) => ({ rows, rowCount: rowCount ?? 0 }));
  } catch (error) {
    throw withoutStatement(error, sql);
  }
}

interface Response {
  rows: StatementResult["rows"];
  rowCount: number | null;
}

/** Knex replaces question marks, also in literals. The inbox's are only in literals of the form E'…'. */
export function withoutPlaceholders(statement: string): string {
  return statement.replaceAll("?", String.raw`\077`);
}

/** Knex puts the statement before the message, and the inbox's contain payloads. */
function withoutStatement(error: unknown, sql: string): unknown {
  const prefix = `${sql} - `;
  if (error instanceof Error && error.message.startsWith(prefix)) {
    error.message = error.message.slice(prefix.length);
  }
  return error;
}
