import type { Change } from "@numipay/core";
import { toDigest, toLiteral, toLockNumber, toStoredKey } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** Times that a transaction of the inbox keeps, in milliseconds. */
export interface HoldLimits {
  lockTimeoutMs: number;
  idleTimeoutMs: number;
}

/** A change's identity, as SQL. */
function toIdentity(change: Change): { transaction: string; status: string; digest: string } {
  return {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: `decode('${toDigest(change.content)}', 'hex')`,
  };
}

/** When the transaction began, in a form that no setting of the session changes. */
const begun = "extract(epoch FROM transaction_timestamp())::text";

/** Opens a transaction, takes the right to the change's transaction if it is free, and reads what is recorded. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): string {
  const transaction = toLiteral(toStoredKey(change.transactionKey));
  const status = toLiteral(toStoredKey(change.status));
  const lock = toLockNumber(`${names.changes} ${change.transactionKey}`);
  // Two statements: each sees what was committed before it began, so the second sees all that was recorded by whoever
  // held the lock before. What is recorded takes no lock, or a duplicate would look like a holder. There is a fence for
  // whoever got the lock.
  return `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SET LOCAL lock_timeout = ${limits.lockTimeoutMs};
SET LOCAL idle_in_transaction_session_timeout = ${limits.idleTimeoutMs};
SELECT ${begun} AS begun, CASE
  WHEN EXISTS (SELECT FROM ${names.changes} WHERE transaction_key = ${transaction} AND status = ${status}) THEN NULL
  WHEN pg_try_advisory_xact_lock(${lock}) THEN nextval('${names.fence}')::text
END AS fence;
SELECT status, encode(content_digest, 'hex') AS digest, is_final
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`;
}

/** Records the change and commits; nothing is recorded when the transaction is not the one that the claim opened. */
export function toComplete(
  names: TableNames,
  change: Change,
  { fence, begunAt }: { fence: number; begunAt: string },
): string {
  const { transaction, status, digest } = toIdentity(change);
  return `INSERT INTO ${names.changes} (transaction_key, status, is_final, fence, content_digest, content)
SELECT ${transaction}, ${status}, ${change.rank === 1}, ${fence}, ${digest}, ${toLiteral(change.content)}
WHERE ${begun} = ${toLiteral(begunAt)};
COMMIT`;
}

/** Ends the transaction, and takes note of a conflict. */
export function toConflict(names: TableNames, change: Change): string {
  const { transaction, status, digest } = toIdentity(change);
  return `ROLLBACK;
INSERT INTO ${names.conflicts} AS c (transaction_key, status, content_digest, content)
VALUES (${transaction}, ${status}, ${digest}, ${toLiteral(change.content)})
ON CONFLICT (transaction_key, status, content_digest)
DO UPDATE SET times = c.times + 1, last_seen_at = now()`;
}
