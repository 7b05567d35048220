import type { AccountEntry } from "@numipay/core";
import type { Dialect } from "../dialect.js";
import { toStoredKey } from "../stored-key.js";
import { fromStoredText, toStoredText } from "../stored-text.js";
import { toBytes, toLiteral } from "./literal.js";
import type { MysqlTableNames } from "./table-names.js";
import { readError } from "./with-advice.js";

/** The statements for the accounts of an inbox. */
export function accountStatements({ accounts }: MysqlTableNames): Dialect["accounts"] {
  return {
    read: () => ({
      statements: [`SELECT name, namespace, renamed_to FROM ${accounts}`],
      read: ([found]) =>
        new Map(
          (found?.rows ?? []).map((row) => [fromStoredText(row["name"] ?? ""), toEntry(row)]),
        ),
    }),
    add: (name, { namespace, renamedTo }) => ({
      statements: [
        `INSERT INTO ${accounts} (name_key, name, namespace, renamed_to, added_at)
VALUES (${toKey(name)}, ${toStored(name)}, ${toStored(namespace)}, ${renamedTo === undefined ? "NULL" : toStored(renamedTo)},
  UTC_TIMESTAMP(6))
ON DUPLICATE KEY UPDATE name_key = name_key`,
        // Sees an account that another process added first.
        `SELECT namespace, renamed_to FROM ${accounts} WHERE name_key = ${toKey(name)}`,
      ],
      read: ([, found]) => toEntry(found?.rows[0] ?? {}),
    }),
    rename: (from, to) => ({
      statements: [
        `UPDATE ${accounts} SET renamed_to = ${toStored(to)}
WHERE name_key = ${toKey(from)} AND renamed_to IS NULL
  AND NOT EXISTS (SELECT 1 FROM (SELECT name_key FROM ${accounts} WHERE name_key = ${toKey(to)}) AS taken)`,
        // Only if the statement before it renamed the account.
        `INSERT INTO ${accounts} (name_key, name, namespace, renamed_to, added_at)
SELECT ${toKey(to)}, ${toStored(to)}, namespace, NULL, UTC_TIMESTAMP(6) FROM ${accounts}
WHERE name_key = ${toKey(from)} AND ROW_COUNT() = 1`,
      ],
      read: ([, added]) => added?.rowCount === 1,
    }),
    isTaken: (error) => readError(error).errno === 1062,
  };
}

function toEntry(row: Record<string, string | null>): AccountEntry {
  const renamedTo = row["renamed_to"] ?? undefined;
  return {
    namespace: fromStoredText(row["namespace"] ?? ""),
    renamedTo: renamedTo === undefined ? undefined : fromStoredText(renamedTo),
  };
}

function toKey(name: string): string {
  return toBytes(toStoredKey(toStoredText(name)));
}

function toStored(name: string): string {
  return toLiteral(toStoredText(name));
}
