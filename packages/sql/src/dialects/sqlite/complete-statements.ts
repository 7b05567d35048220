import type { Change } from "@numipay/core";
import type { ToRecord } from "../dialect.js";
import { toIdentity } from "./claim-statements.js";
import { now, toLiteral } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/** The text that is not JSON, so that the check fails. SQLite has no statement that raises an error. */
const notRecorded = "numipay: not recorded";

/** SQLite's message for it. */
export const notRecordedMessage = "malformed JSON";

/** Fails unless the record that the claim wrote is there, which it is only in the transaction that the claim opened. */
export function toComplete(
  names: SqliteTableNames,
  { change, opened }: ToRecord,
): readonly string[] {
  const { transaction, status } = toIdentity(change);
  return [
    `SELECT json(CASE (SELECT count(*) FROM ${names.changes}
  WHERE fence = ${opened.fencingToken} AND transaction_key = ${transaction} AND status = ${status}
    AND is_handled = ${change.isHandled ? 1 : 0}) WHEN 1 THEN 'true' ELSE '${notRecorded}' END)`,
  ];
}

/** Records a conflict. */
export function toConflict(names: SqliteTableNames, change: Change): readonly string[] {
  const { transaction, status, digest } = toIdentity(change);
  return [
    `INSERT INTO ${names.conflicts} (transaction_key, status, content_digest, content)
VALUES (${transaction}, ${status}, ${digest}, ${toLiteral(change.content)})
ON CONFLICT (transaction_key, status, content_digest) DO UPDATE SET times = times + 1, last_seen_at = ${now}`,
  ];
}
