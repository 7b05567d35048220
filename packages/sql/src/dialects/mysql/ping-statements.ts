import type { Query } from "../dialect.js";
import type { MysqlTableNames } from "./table-names.js";
import { toReadOnly } from "./with-advice.js";

/**
 * The health check: statements that write no row, for which the server checks what it checks for a delivery, whether it accepts
 * writes, and the privileges.
 */
export function toPing(names: MysqlTableNames): Query<string | undefined> {
  const { changes, locks, fence, conflicts, marks, accounts, unreadable } = names;
  const tables = [changes, locks, fence, conflicts, marks, accounts, unreadable];
  const updated = [
    [changes, "is_handled"],
    [locks, "fence"],
    [conflicts, "times"],
    [marks, "value"],
    [accounts, "renamed_to"],
    [unreadable, "signed_text"],
  ];
  return {
    statements: [
      ...tables.map((table) => `INSERT INTO ${table} SELECT * FROM ${table} WHERE 1 = 0`),
      ...updated.map(([table, column]) => `UPDATE ${table} SET ${column} = ${column} WHERE 1 = 0`),
      ...readOnlyCheck.statements,
    ],
    read: (results) => readOnlyCheck.read(results.slice(-1)),
  };
}

/** Reads whether the server is read-only. A user with READ ONLY ADMIN may write to a replica, where the writes would be lost. */
export const readOnlyCheck: Query<string | undefined> = {
  statements: ["SELECT CAST(@@GLOBAL.read_only AS CHAR) AS is_read_only"],
  read: ([found]) =>
    ["1", "ON"].includes(found?.rows[0]?.["is_read_only"] ?? "")
      ? toReadOnly("read_only is on")
      : undefined,
};
