import type { Change } from "@numipay/core";
import { toDigest, toIsLocked, toLiteral, toLockNumber, toStoredKey } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** Times that the database keeps for a transaction of the inbox, in milliseconds; 0 where it keeps none. */
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

/** A setting of our own, which ends with the transaction: a later one, begun by a handler, does not have it. */
const fenceSetting = "'numipay.fence'";

/** The name of the lock that stands for the change's transaction. */
export function toLockName(names: TableNames, { transactionKey }: Change): string {
  return `${names.changes} ${transactionKey}`;
}

/** Two statements: `fence`, NULL where the change is recorded or nothing is given; and what is recorded. */
function toReads(names: TableNames, change: Change, given: string): string {
  const { transaction, status } = toIdentity(change);
  // Each sees what was committed before it began, so the second sees all that was recorded by whoever held the lock
  // before. What is recorded takes no lock, or a duplicate would look like a holder.
  return `SELECT CASE
  WHEN EXISTS (SELECT FROM ${names.changes} WHERE transaction_key = ${transaction} AND status = ${status}) THEN NULL
  ${given}
END AS fence;
SELECT status, encode(content_digest, 'hex') AS digest, is_final
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`;
}

/** Opens a transaction, takes the right to the change's transaction if it is free, and reads what is recorded. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): string {
  const lock = toLockNumber(toLockName(names, change));
  const fence = `set_config(${fenceSetting}, nextval('${names.fence}')::text, true)`;
  return `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SET LOCAL lock_timeout = ${limits.lockTimeoutMs};
SET LOCAL idle_in_transaction_session_timeout = ${limits.idleTimeoutMs};
${toReads(names, change, `WHEN pg_try_advisory_xact_lock(${lock}) THEN ${fence}`)}`;
}

/** Reads what a claim reads, and leaves nothing: `fence` is there when a claim would be given one. */
export function toLook(names: TableNames, change: Change): string {
  return toReads(names, change, `WHEN NOT ${toIsLocked(toLockName(names, change))} THEN ''`);
}

/** Records the change and commits; nothing is recorded when the transaction is not the one that the claim opened. */
export function toComplete(names: TableNames, change: Change, fence: number): string {
  const { transaction, status, digest } = toIdentity(change);
  return `INSERT INTO ${names.changes} (transaction_key, status, is_final, fence, content_digest, content)
SELECT ${transaction}, ${status}, ${change.rank === 1}, ${fence}, ${digest}, ${toLiteral(change.content)}
WHERE current_setting(${fenceSetting}, true) = '${fence}';
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
