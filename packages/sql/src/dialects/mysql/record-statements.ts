import type { RecordedChange, RecordedConflict } from "@numipay/core";
import { afterKey, pageSize } from "../after-key.js";
import type { Dialect } from "../dialect.js";
import { toRecordedChange, toRecordedConflict } from "../read-record.js";
import { toStoredKey } from "../stored-key.js";
import { toBytes } from "./literal.js";
import type { MysqlTableNames } from "./table-names.js";

/** The statements that read records for reviews. */
export function recordStatements({ changes, conflicts }: MysqlTableNames): Dialect["records"] {
  return {
    history: (transactionKey) => ({
      statements: [
        `${selectChanges} FROM ${changes} AS c WHERE c.transaction_key = ${toBytes(toStoredKey(transactionKey))} ORDER BY c.fence`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedChange),
    }),
    unhandled: (after) => ({
      statements: [
        `${selectChanges} FROM ${changes} AS c WHERE c.is_handled = 0 AND ${afterKey(toChangeKey(after))}
ORDER BY c.transaction_key, c.status LIMIT ${pageSize}`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedChange),
    }),
    conflicts: (after) => ({
      statements: [
        `SELECT ${keys}, LOWER(HEX(c.content_digest)) AS digest, c.content, ${toIso("c.first_seen_at")} AS first_seen
FROM ${conflicts} AS c WHERE ${afterKey(toConflictKey(after))}
ORDER BY c.transaction_key, c.status, c.content_digest LIMIT ${pageSize}`,
      ],
      read: ([found]) => (found?.rows ?? []).map(toRecordedConflict),
    }),
  };
}

function toIso(column: string): string {
  return `CONCAT(LEFT(DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`;
}

const keys = `CONVERT(c.transaction_key USING utf8mb4) AS transaction_key, CONVERT(c.status USING utf8mb4) AS status`;

const selectChanges = `SELECT ${keys}, IF(c.is_handled, 'true', 'false') AS is_handled, LOWER(HEX(c.content_digest)) AS digest,
  c.content, ${toIso("c.recorded_at")} AS recorded`;

function toChangeKey(
  after: Pick<RecordedChange, "transactionKey" | "status"> | undefined,
): [string, string][] {
  if (after === undefined) return [];
  return [
    ["c.transaction_key", toBytes(after.transactionKey)],
    ["c.status", toBytes(after.status)],
  ];
}

function toConflictKey(after: RecordedConflict | undefined): [string, string][] {
  if (after === undefined) return [];
  return [...toChangeKey(after), ["c.content_digest", `X'${after.digest}'`]];
}
