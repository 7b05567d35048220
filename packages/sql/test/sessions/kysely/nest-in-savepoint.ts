import type { ControlledTransaction } from "kysely";

/** Runs a callback in a savepoint, because `transaction()` of Kysely rejects to nest. */
export async function nestInSavepoint<DB>(
  tx: ControlledTransaction<DB>,
  callback: (inner: ControlledTransaction<DB>) => Promise<unknown>,
): Promise<unknown> {
  const inner = await tx.savepoint("nested").execute();
  try {
    const result = await callback(inner as ControlledTransaction<DB>);
    await inner.releaseSavepoint("nested").execute();
    return result;
  } catch (error) {
    await inner.rollbackToSavepoint("nested").execute();
    throw error;
  }
}
