import type { RecordedChange, RecordedConflict } from "@numipay/core";
import { afterKey, pageSize } from "../after-key.js";
import type { Dialect } from "../dialect.js";
import { toRecordedChange, toRecordedConflict } from "../read-record.js";
import { toStoredKey } from "../stored-key.js";
import { toLiteral } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** The statements that read records for reviews. */
export function recordStatements({ changes, conflicts }: TableNames): Dialect["records"] {
  return {
    history: (transactionKey) => ({
      statements: [
        `${selectChanges} FROM ${changes} WHERE transaction_key = ${toLiteral(toStoredKey(transactionKey))} ORDER BY fence`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedChange),
    }),
    unhandled: (after) => ({
      statements: [
        `${selectChanges} FROM ${changes} WHERE NOT is_handled AND ${afterKey(toChangeKey(after))}
ORDER BY transaction_key, status LIMIT ${pageSize}`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedChange),
    }),
    conflicts: (after) => ({
      statements: [
        `SELECT transaction_key, status, encode(content_digest, 'hex') AS digest, content, ${toIso("first_seen_at")} AS first_seen
FROM ${conflicts} WHERE ${afterKey(toConflictKey(after))}
ORDER BY transaction_key, status, content_digest LIMIT ${pageSize}`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedConflict),
    }),
  };
}

function toIso(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const selectChanges = `SELECT transaction_key, status, CAST(is_handled AS text) AS is_handled,
  encode(content_digest, 'hex') AS digest, content, ${toIso("recorded_at")} AS recorded`;

function toChangeKey(
  after: Pick<RecordedChange, "transactionKey" | "status"> | undefined,
): [string, string][] {
  if (after === undefined) return [];
  return [
    ["transaction_key", toLiteral(after.transactionKey)],
    ["status", toLiteral(after.status)],
  ];
}

function toConflictKey(after: RecordedConflict | undefined): [string, string][] {
  if (after === undefined) return [];
  return [...toChangeKey(after), ["content_digest", `decode('${after.digest}', 'hex')`]];
}
