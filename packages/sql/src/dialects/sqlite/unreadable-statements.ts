import type { UnreadableEntry } from "@numipay/core";
import type { Dialect } from "../dialect.js";
import { fromStoredText, toStoredText } from "../stored-text.js";
import { now, toLiteral } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/** The statements for unreadable deliveries. */
export function unreadableStatements({ unreadable }: SqliteTableNames): Dialect["unreadable"] {
  return {
    add({ key, account, receivedAt, text, problem }) {
      const values = [
        key,
        toStoredText(account),
        new Date(receivedAt).toISOString(),
        JSON.stringify(text),
        toStoredText(problem),
      ];
      return [
        `INSERT INTO ${unreadable} (key, account, received_at, signed_text, problem)
VALUES (${values.map(toLiteral).join(", ")})
ON CONFLICT (key) DO UPDATE SET received_at = excluded.received_at, signed_text = excluded.signed_text,
  problem = excluded.problem, removed_at = NULL
WHERE signed_text IS NULL`,
      ];
    },
    list: () => ({
      statements: [
        `SELECT key, account, received_at, signed_text, problem FROM ${unreadable}
WHERE signed_text IS NOT NULL ORDER BY received_at, key`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toEntry),
    }),
    remove: (key) => [
      `UPDATE ${unreadable} SET signed_text = NULL, removed_at = ${now}
WHERE key = ${toLiteral(key)} AND signed_text IS NOT NULL`,
    ],
  };
}

function toEntry(row: Record<string, string | null>): UnreadableEntry {
  return {
    key: row["key"] ?? "",
    account: fromStoredText(row["account"] ?? ""),
    receivedAt: row["received_at"] ?? "",
    text: JSON.parse(row["signed_text"] ?? '""') as string,
    problem: fromStoredText(row["problem"] ?? ""),
  };
}
