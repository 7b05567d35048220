import type { Change } from "@numipay/core";
import type { ToRecord } from "../dialect.js";
import { holdSavepoint, toIdentity } from "./claim-statements.js";
import { toLiteral } from "./literal.js";
import { inDatabase, type MysqlTableNames } from "./table-names.js";

/**
 * Records the change. A statement fails if the token of the claim is not in its row, if no record was written, or if the claim's
 * transaction has ended, and COMMIT is never reached.
 *
 * @param content the content to store, as SQL
 */
export function toComplete(
  unqualified: MysqlTableNames,
  { change, opened, isRecorded }: ToRecord,
  content: string,
): readonly string[] {
  // A handler may have changed the default database.
  const names = inDatabase(unqualified, opened.schema);
  const { transaction, status, digest } = toIdentity(change);
  const { fencingToken } = opened;
  // NULL without the token, which the column rejects in every `sql_mode`.
  const token = `(SELECT fence FROM ${names.locks} WHERE transaction_key = ${transaction} AND fence = ${fencingToken})`;
  const release = `RELEASE SAVEPOINT ${holdSavepoint}`;
  if (!isRecorded) {
    return [
      `INSERT INTO ${names.changes}
  (transaction_key, status, is_final, fence, content_digest, content, is_handled, recorded_at)
VALUES (${transaction}, ${status}, ${toBit(change.rank === 1)}, ${token}, ${digest},
  ${content}, ${toBit(change.isHandled)}, UTC_TIMESTAMP(6))`,
      release,
    ];
  }
  return [
    `UPDATE ${names.changes} SET is_handled = 1, fence = ${fencingToken}, recorded_at = UTC_TIMESTAMP(6)
WHERE transaction_key = ${transaction} AND status = ${status} AND is_handled = 0`,
    // The largest number plus one is out of range: a SELECT has no other way to fail.
    `SELECT ~0 + (1 - (SELECT COUNT(*) FROM ${names.changes} AS c, ${names.locks} AS l
  WHERE l.transaction_key = ${transaction} AND l.fence = ${fencingToken}
    AND c.transaction_key = ${transaction} AND c.status = ${status} AND c.fence = ${fencingToken} AND c.is_handled = 1)) AS guard`,
    release,
  ];
}

/** Records a conflict. */
export function toConflict(names: MysqlTableNames, change: Change): readonly string[] {
  const { transaction, status, digest } = toIdentity(change);
  return [
    `INSERT INTO ${names.conflicts}
  (transaction_key, status, content_digest, content, times, first_seen_at, last_seen_at)
VALUES (${transaction}, ${status}, ${digest}, ${toLiteral(change.content)}, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
ON DUPLICATE KEY UPDATE times = times + 1, last_seen_at = UTC_TIMESTAMP(6)`,
  ];
}

function toBit(value: boolean): string {
  return value ? "1" : "0";
}
