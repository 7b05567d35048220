import type { HandlerScope } from "@numipay/core";
import {
  CompiledQuery,
  ControlledTransaction,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
} from "kysely";
import type { StatementGuard } from "../../control/statement-guard.js";

/**
 * Creates a handle for one handler: a transaction of Kysely on a connection that checks every statement. It has the plugins of the
 * application's Kysely.
 */
export function createKyselyHandle<DB>(
  trx: ControlledTransaction<DB>,
  guard: StatementGuard,
  onError: (error: unknown) => void,
): HandlerScope<ControlledTransaction<DB>> {
  const connection = guardedConnection(trx, guard, onError);
  const dialect = toDialect(connection);
  const tx = new ControlledTransaction<DB>({
    config: { dialect },
    dialect,
    driver: dialect.createDriver(),
    executor: trx.getExecutor().withConnectionProvider(new SingleConnectionProvider(connection)),
    connection: { connection, release: () => undefined },
  });
  return { tx, close: () => guard.close() };
}

/** A connection that passes every statement to the guard, at the last place before the driver. */
function guardedConnection<DB>(
  trx: ControlledTransaction<DB>,
  guard: StatementGuard,
  onError: (error: unknown) => void,
): DatabaseConnection {
  const plain = trx.withoutPlugins();
  return {
    async executeQuery(query) {
      const { sql, command, settle } = guard.admit(query.sql);
      try {
        const result =
          command === undefined ? await plain.executeQuery(query) : await sendEach(plain, sql);
        settle();
        return result as Awaited<ReturnType<typeof plain.executeQuery<never>>>;
      } catch (error) {
        onError(error);
        settle(error ?? new Error("The statement failed."));
        throw error;
      }
    },
    async *streamQuery(query, chunkSize) {
      const { settle } = guard.admit(query.sql);
      try {
        yield* plain.getExecutor().stream(query, chunkSize ?? 1) as AsyncIterableIterator<never>;
      } catch (error) {
        onError(error);
        throw error;
      } finally {
        settle();
      }
    },
  };
}

/** Drivers differ in whether a text may have several statements. */
async function sendEach<DB>(
  plain: Pick<ControlledTransaction<DB>, "executeQuery">,
  sql: string,
): Promise<{ rows: unknown[] }> {
  for (const statement of sql.split("; ")) await plain.executeQuery(CompiledQuery.raw(statement));
  return { rows: [] };
}

/** Begins and ends transactions by statements, so that the guard maps them to savepoints or rejects them. */
function toDialect(connection: DatabaseConnection): Dialect {
  const run = async (sql: string): Promise<void> => {
    await connection.executeQuery(CompiledQuery.raw(sql));
  };
  const toName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: (_connection, { isolationLevel, accessMode }) => {
      const level = isolationLevel === undefined ? "" : ` isolation level ${isolationLevel}`;
      return run(`start transaction${level}${accessMode === undefined ? "" : ` ${accessMode}`}`);
    },
    commitTransaction: () => run("commit"),
    rollbackTransaction: () => run("rollback"),
    savepoint: (_connection, name) => run(`savepoint ${toName(name)}`),
    rollbackToSavepoint: (_connection, name) => run(`rollback to ${toName(name)}`),
    releaseSavepoint: (_connection, name) => run(`release ${toName(name)}`),
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
  return {
    createDriver: () => driver,
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}
