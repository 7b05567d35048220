import { CompiledQuery, type ControlledTransaction, type Kysely } from "kysely";
import type { StatementResult } from "../../dialects/dialect.js";
import { isConnectionError } from "../library/is-connection-error.js";
import type { Library } from "../library/library-sessions.js";
import type { OpenTransaction } from "../open-transaction.js";
import { createKyselyHandle } from "./kysely-handle.js";

/** The controlled transactions of Kysely. */
export function kyselyLibrary<DB>(
  db: Kysely<DB>,
): Library<ControlledTransaction<DB>, ControlledTransaction<DB>> {
  return {
    begin: async () => toOpen(await db.startTransaction().execute()),
    async query(trx, statements) {
      const results: StatementResult[] = [];
      for (const statement of statements) results.push(await runStatement(trx, statement));
      return results;
    },
    openHandle: createKyselyHandle,
    isLost: isConnectionError,
  };
}

function toOpen<DB>(trx: ControlledTransaction<DB>): OpenTransaction<ControlledTransaction<DB>> {
  let hasEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve;
  });
  let rollingBack: Promise<void> | undefined;
  // If it fails, the connection is lost, which also rolls back.
  const rollback = (): Promise<void> =>
    (rollingBack ??= trx
      .rollback()
      .execute()
      .catch(() => undefined)
      .finally(hasEnded));
  return {
    native: trx,
    async commit() {
      try {
        await trx.commit().execute();
        hasEnded();
      } catch (error) {
        // Kysely keeps the connection when a COMMIT fails.
        await rollback();
        throw error;
      }
    },
    rollback,
    abandon: () => void rollback(),
    ended,
  };
}

/** Skips the plugins, which may rename columns. */
export async function runStatement<DB>(
  trx: Kysely<DB>,
  statement: string,
): Promise<StatementResult> {
  const { rows, numAffectedRows } = await trx
    .withoutPlugins()
    .executeQuery<Record<string, string | null>>(CompiledQuery.raw(statement));
  return { rows, rowCount: Number(numAffectedRows ?? 0) };
}
