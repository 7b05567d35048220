import type { AccountEntry } from "@numipay/core";
import type { Dialect } from "../dialect.js";
import { fromStoredText, toStoredText } from "../stored-text.js";
import { toLiteral } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/** The statements for the accounts of an inbox. */
export function accountStatements({ accounts }: SqliteTableNames): Dialect["accounts"] {
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
        `INSERT INTO ${accounts} (name, namespace, renamed_to)
VALUES (${toStored(name)}, ${toStored(namespace)}, ${renamedTo === undefined ? "NULL" : toStored(renamedTo)}) ON CONFLICT DO NOTHING`,
        `SELECT namespace, renamed_to FROM ${accounts} WHERE name = ${toStored(name)}`,
      ],
      read: ([, found]) => toEntry(found?.rows[0] ?? {}),
    }),
    rename: (from, to) => ({
      statements: [
        `INSERT INTO ${accounts} (name, namespace)
SELECT ${toStored(to)}, namespace FROM ${accounts} WHERE name = ${toStored(from)} AND renamed_to IS NULL
  AND NOT EXISTS (SELECT 1 FROM ${accounts} WHERE name = ${toStored(to)})`,
        // changes() is the number of rows of the statement before.
        `UPDATE ${accounts} SET renamed_to = ${toStored(to)} WHERE name = ${toStored(from)} AND changes() = 1`,
      ],
      read: ([added]) => added?.rowCount === 1,
    }),
    // There is one writer at a time.
    isTaken: () => false,
  };
}

function toEntry(row: Record<string, string | null>): AccountEntry {
  const renamedTo = row["renamed_to"] ?? undefined;
  return {
    namespace: fromStoredText(row["namespace"] ?? ""),
    renamedTo: renamedTo === undefined ? undefined : fromStoredText(renamedTo),
  };
}

function toStored(name: string): string {
  return toLiteral(toStoredText(name));
}
