import type { TransactionRecord } from "../gateway/transaction-record.js";
import { integer, type Sql, type Value } from "./sql.js";

/** The fields of a transaction that the portal filters by. */
export type TransactionKind = Pick<
  TransactionRecord,
  "accountId" | "mode" | "status" | "type" | "currency" | "providerId"
>;

/** Fields to match. Omitted ones match everything. */
export type KindFilter = Pick<TransactionKind, "accountId"> &
  Partial<{ readonly [Key in keyof TransactionKind]: TransactionKind[Key] | undefined }>;

/**
 * All combinations of the filter columns that have occurred, with a number each. There are only dozens, regardless of the
 * number of transactions, so one narrow index serves every filter.
 */
export interface TransactionKindStore {
  /** The number of a combination, assigned at its first occurrence. */
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
