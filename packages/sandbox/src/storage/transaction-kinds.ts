import type { TransactionRecord } from "../gateway/transaction-record.js";
import { integer, type Sql, type Value } from "./sql.js";

/** What of a transaction the portal filters by. */
export type TransactionKind = Pick<
  TransactionRecord,
  "accountId" | "mode" | "status" | "type" | "currency" | "providerId"
>;

/** What is searched for; what is left out holds for any. */
export type KindFilter = Pick<TransactionKind, "accountId"> &
  Partial<{ readonly [Key in keyof TransactionKind]: TransactionKind[Key] | undefined }>;

/**
 * Every combination of the columns that the portal filters by which ever occurred, with a number of its own. There
 * are some dozens of them, however many transactions there are: one narrow index answers every filter.
 */
export interface TransactionKindStore {
  /** The number of a combination, drawn at its first occurrence. */
  idOf(kind: TransactionKind): number;
  idsMatching(filter: KindFilter): number[];
}

/** Opens the table of kinds. */
export function createTransactionKindStore(sql: Sql): TransactionKindStore {
  return {
    idOf({ accountId, mode, status, type, currency, providerId }) {
      const values: Value[] = [accountId, mode, status, type, currency, providerId ?? ""];
      const find = (): number | undefined => {
        const row = sql.first(
          `SELECT kind_id FROM transaction_kinds WHERE account_id = ? AND mode = ? AND status = ? AND type = ?
             AND currency = ? AND provider_id = ?`,
          values,
        );
        return row === undefined ? undefined : integer(row, "kind_id");
      };
      const found = find();
      if (found !== undefined) return found;
      sql.run(
        `INSERT INTO transaction_kinds (account_id, mode, status, type, currency, provider_id)
         VALUES (?, ?, ?, ?, ?, ?)`,
        values,
      );
      return find() ?? 0;
    },
    idsMatching({ accountId, mode, status, type, currency, providerId }) {
      const given: [string, Value | undefined][] = [
        ["account_id", accountId],
        ["mode", mode],
        ["status", status],
        ["type", type],
        ["currency", currency],
        ["provider_id", providerId === null ? "" : providerId],
      ];
      const asked = given.filter((pair): pair is [string, Value] => pair[1] !== undefined);
      const where = asked.map(([column]) => `${column} = ?`).join(" AND ");
      return sql
        .all(
          `SELECT kind_id FROM transaction_kinds WHERE ${where}`,
          asked.map(([, value]) => value),
        )
        .map((row) => integer(row, "kind_id"));
    },
  };
}
