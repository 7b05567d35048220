import type { UnreadableEntry } from "@numipay/core";
import type { Dialect } from "../dialect.js";
import { toStoredKey } from "../stored-key.js";
import { fromStoredText, toStoredText } from "../stored-text.js";
import { toBytes, toLiteral, toTime } from "./literal.js";
import type { MysqlTableNames } from "./table-names.js";

/** The statements for unreadable deliveries. */
export function unreadableStatements({ unreadable }: MysqlTableNames): Dialect["unreadable"] {
  return {
    add({ key, account, receivedAt, text, problem }) {
      const id = toBytes(toStoredKey(key));
      const received = toTime(new Date(receivedAt));
      const ofAccount = toLiteral(toStoredText(account));
      const signed = toLiteral(JSON.stringify(text));
      const why = toLiteral(toStoredText(problem));
      return [
        // Assigned from left to right, so the text comes last: the others depend on whether it was removed.
        `INSERT INTO ${unreadable} (delivery_key, account, received_at, signed_text, problem)
VALUES (${id}, ${ofAccount}, ${received}, ${signed}, ${why})
ON DUPLICATE KEY UPDATE received_at = IF(signed_text IS NULL, ${received}, received_at),
  problem = IF(signed_text IS NULL, ${why}, problem), removed_at = IF(signed_text IS NULL, NULL, removed_at),
  signed_text = IF(signed_text IS NULL, ${signed}, signed_text)`,
      ];
    },
    list: () => ({
      statements: [
        `SELECT CONVERT(delivery_key USING utf8mb4) AS delivery, account, DATE_FORMAT(received_at, '%Y-%m-%dT%H:%i:%s.%f') AS received,
  signed_text, problem FROM ${unreadable} WHERE signed_text IS NOT NULL ORDER BY received_at, delivery_key`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toEntry),
    }),
    remove: (key) => [
      `UPDATE ${unreadable} SET signed_text = NULL, removed_at = UTC_TIMESTAMP(3)
WHERE delivery_key = ${toBytes(toStoredKey(key))} AND signed_text IS NOT NULL`,
    ],
  };
}

function toEntry(row: Record<string, string | null>): UnreadableEntry {
  return {
    key: row["delivery"] ?? "",
    account: fromStoredText(row["account"] ?? ""),
    receivedAt: `${(row["received"] ?? "").slice(0, 23)}Z`,
    text: JSON.parse(row["signed_text"] ?? '""') as string,
    problem: fromStoredText(row["problem"] ?? ""),
  };
}
