import type { Change } from "@numipay/core";
import { toDigest, toIsLocked, toLiteral, toLockNumber, toStoredKey } from "./literal.js";
import { beginWrite } from "./session.js";
import type { TableNames } from "./table-names.js";

/** Times that the database keeps for a transaction of the inbox, in milliseconds; 0 where it keeps none. */
export interface HoldLimits {
  lockTimeoutMs: number;
  idleTimeoutMs: number;
  /** How long a statement of the inbox may take, besides waiting for a lock. */
  statementTimeoutMs: number;
}

/** What a claim learned of the transaction that it opened. */
export interface Opened {
  fence: number;
  /** The database's number of the transaction. */
  transactionId: string;
  /** The schema in which the changes are, where the search path decides. */
  schema: string | undefined;
  /** The role that the inbox works as. */
  role: string;
}

/** A change's identity, as SQL. */
function toIdentity(change: Change): { transaction: string; status: string; digest: string } {
  return {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: `decode('${toDigest(change.content)}', 'hex')`,
  };
}

/** The name of the lock that stands for the change's transaction. */
export function toLockName(names: TableNames, { transactionKey }: Change): string {
  return `${names.changes} ${transactionKey}`;
}

/** Two statements: `opened`, NULL where the change is recorded or nothing is given; and what is recorded. */
function toReads(names: TableNames, change: Change, given: string): string {
  const { transaction, status, digest } = toIdentity(change);
  // A handler lets a change through that was recorded without one.
  const isApplied = change.isHandled ? ` AND (is_handled OR content_digest <> ${digest})` : "";
  // Each sees what was committed before it began, so the second sees all that was recorded by whoever held the lock
  // before. What is recorded takes no lock, or a duplicate would look like a holder.
  return `SELECT CASE
  WHEN EXISTS (SELECT FROM ${names.changes} WHERE transaction_key = ${transaction} AND status = ${status}${isApplied}) THEN NULL
  ${given}
END AS opened;
SELECT status, encode(content_digest, 'hex') AS digest, is_final, is_handled
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`;
}

/** Opens a transaction, takes the right to the change's transaction if it is free, and reads what is recorded. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): string {
  const lock = toLockNumber(toLockName(names, change));
  // By the catalog's number of "pg_class": a query of the catalogs takes longer.
  const schema =
    names.schema === undefined
      ? `(pg_identify_object(1259, CAST(${toLiteral(names.changes)} AS regclass), 0)).schema`
      : "NULL";
  const opened = `json_build_array(nextval('${names.fence}'), CAST(txid_current() AS text), ${schema}, current_setting('role'))::text`;
  return `${beginWrite};
SET LOCAL lock_timeout = ${limits.lockTimeoutMs};
SET LOCAL idle_in_transaction_session_timeout = ${limits.idleTimeoutMs};
${toReads(names, change, `WHEN pg_try_advisory_xact_lock(${lock}) THEN ${opened}`)}`;
}

/** Reads what a claim reads, and leaves nothing: `opened` is there when a claim would be given the right. */
export function toLook(names: TableNames, change: Change): string {
  return toReads(names, change, `WHEN NOT ${toIsLocked(toLockName(names, change))} THEN ''`);
}

/** What the error of a transaction that may not commit has in its message. */
export const notRecorded = "numipay: not recorded";

/** What the record depends on. */
export interface ToRecord {
  change: Change;
  opened: Opened;
  /** Whether the change is recorded as unhandled, and becomes handled now. */
  isRecorded: boolean;
  /** Whether a handler may have changed the role, or how the transaction commits. */
  isAltered: boolean;
}

/**
 * Records the change and commits, in one message: unless it was recorded, in the transaction that the claim opened, the
 * last statement before COMMIT fails, and COMMIT is never reached.
 */
export function toComplete(
  names: TableNames,
  { change, opened, isRecorded, isAltered }: ToRecord,
): string {
  const { transaction, status, digest } = toIdentity(change);
  const { fence, transactionId, schema } = opened;
  const changes = schema === undefined ? names.changes : `${toQuoted(schema)}.${names.changes}`;
  const write = isRecorded
    ? `UPDATE ${changes} SET is_handled = true, fence = ${fence}, recorded_at = now()
  WHERE transaction_key = ${transaction} AND status = ${status} AND NOT is_handled RETURNING 1`
    : `INSERT INTO ${changes} (transaction_key, status, is_final, fence, content_digest, content, is_handled)
  VALUES (${transaction}, ${status}, ${change.rank === 1}, ${fence}, ${digest}, ${toLiteral(change.content)}, ${change.isHandled})
  RETURNING 1`;
  const restore = isAltered
    ? `SET LOCAL ROLE ${toLiteral(opened.role)};\nSET LOCAL synchronous_commit TO DEFAULT;\n`
    : "";
  // The cast is of no constant, or it would be tried, and fail, before the statement runs.
  return `${restore}WITH written AS (${write})
SELECT CASE WHEN txid_current_if_assigned() = ${transactionId} AND (SELECT count(*) FROM written) = 1 THEN 1
  ELSE CAST(concat(${toLiteral(notRecorded)}, txid_current_if_assigned()) AS integer) END;
COMMIT`;
}

function toQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Ends the transaction, and takes note of a conflict. */
export function toConflict(names: TableNames, change: Change): string {
  const { transaction, status, digest } = toIdentity(change);
  return `ROLLBACK;
${beginWrite};
INSERT INTO ${names.conflicts} AS c (transaction_key, status, content_digest, content)
VALUES (${transaction}, ${status}, ${digest}, ${toLiteral(change.content)})
ON CONFLICT (transaction_key, status, content_digest)
DO UPDATE SET times = c.times + 1, last_seen_at = now();
COMMIT`;
}
