import { createAccountStore, type AccountStore } from "./accounts.js";
import { findSandboxFile } from "./sandbox-file.js";
import { refuseOtherVersions } from "./sandbox-state.js";
import { openSql } from "./sql.js";
import { createTransactionKindStore } from "./transaction-kinds.js";
import { createTransactionStore, type TransactionStore } from "./transactions.js";

/** The tables that can be read. */
export interface ReadableStore {
  readonly accounts: Pick<AccountStore, "list" | "first">;
  readonly transactions: Pick<TransactionStore, "all" | "paidDeposit">;
}

/**
 * Reads a sandbox's file as it is at one moment, without writing to it. Another sandbox may use it.
 *
 * @throws Error for a missing file, and one that is not a sandbox's or of another version.
 */
export function readStore<T>(file: string, read: (store: ReadableStore) => T): T {
  const { path, exists } = findSandboxFile(file);
  if (!exists) throw new Error(`${file} does not exist.`);
  const sql = openSql(path, { readOnly: true, shownAs: file });
  try {
    return sql.atomically(() => {
      refuseOtherVersions(sql, file);
      // The seed only creates new values.
      const accounts = createAccountStore(sql, "");
      return read({
        accounts,
        transactions: createTransactionStore(sql, createTransactionKindStore(sql)),
      });
    });
  } finally {
    sql.close();
  }
}
