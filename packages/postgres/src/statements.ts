import type { Change } from "@numipay/core";
import { toDigest, toIsLocked, toLiteral, toLockNumber, toStoredKey } from "./literal.js";
import { beginWrite } from "./session.js";
import type { TableNames } from "./table-names.js";

/** The database's timeouts for the inbox's transactions, in milliseconds. 0 disables one. */
export interface HoldLimits {
  lockTimeoutMs: number;
  idleTimeoutMs: number;
  /** How long one of the inbox's statements may take, without waiting for locks. */
  statementTimeoutMs: number;
}

/** The database transaction that a claim opened. */
export interface Opened {
  fencingToken: number;
  /** The database's transaction id. */
  transactionId: string;
  /** The schema of the tables. */
  schema: string;
  /** The inbox's role. */
  role: string;
}

/** A change's identity, as SQL. */
function toIdentity(change: Change): { transaction: string; status: string; digest: string } {
  return {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: `pg_catalog.decode('${toDigest(change.content)}', 'hex')`,
  };
}

/** The name of the advisory lock on the change's transaction. */
export function toLockName(names: TableNames, { transactionKey }: Change): string {
  return `${names.changes} ${transactionKey}`;
}

/** Two reads: `opened`, which is NULL if the change is recorded or not granted, and the transaction's records. */
function toReads(names: TableNames, change: Change, whenFree: string): string {
  const { transaction, status, digest } = toIdentity(change);
  // A receiver with a handler may apply a change that was recorded as unhandled.
  const isApplied = change.isHandled ? ` AND (is_handled OR content_digest <> ${digest})` : "";
  // Each statement sees what was committed before it started, so the second one sees all records of the previous lock holder.
  // A recorded change must not take the lock, or a duplicate would look like a holder.
  return `SELECT CASE
  WHEN EXISTS (SELECT FROM ${names.changes} WHERE transaction_key = ${transaction} AND status = ${status}${isApplied}) THEN NULL
  ${whenFree}
END AS opened;
SELECT status, encode(content_digest, 'hex') AS digest, is_final, is_handled
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`;
}

/** Begins a transaction, tries the lock on the change's transaction, and reads its records. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): string {
  const { transaction, status, digest } = toIdentity(change);
  const lock = toLockNumber(toLockName(names, change));
  return `${beginWrite};
SET LOCAL lock_timeout = ${limits.lockTimeoutMs};
SET LOCAL idle_in_transaction_session_timeout = ${limits.idleTimeoutMs};
SELECT opened, records FROM ${names.claim}(${transaction}, ${status}, ${digest}, ${change.isHandled}, ${lock})`;
}

/** Reads what a claim reads, without locks. `opened` is not NULL if a claim would be granted. */
export function toPeek(names: TableNames, change: Change): string {
  return toReads(names, change, `WHEN NOT ${toIsLocked(toLockName(names, change))} THEN ''`);
}

/** The input for writing a record. */
export interface ToRecord {
  change: Change;
  opened: Opened;
  /** Whether the change is recorded as unhandled and now becomes handled. */
  isRecorded: boolean;
  /** Whether a handler may have changed the user, the encoding, or how the transaction commits. */
  isAltered: boolean;
}

/**
 * Records the change and commits, in one message. If the record was not written, or not in the transaction that the claim
 * opened, the statement before COMMIT fails and COMMIT is never reached.
 */
export function toComplete(
  names: TableNames,
  { change, opened, isRecorded, isAltered }: ToRecord,
): string {
  const { transaction, status, digest } = toIdentity(change);
  const { fencingToken, transactionId, schema } = opened;
  // A handler may have changed the search path.
  const complete =
    names.schema === undefined ? `${toQuoted(schema)}.${names.complete}` : names.complete;
  const restore = isAltered ? toRestore(opened) : "";
  return `${restore}SELECT ${complete}(${transaction}, ${status}, ${change.rank === 1}, ${fencingToken}, ${digest},
  ${toLiteral(change.content)}, ${change.isHandled}, ${isRecorded}, ${transactionId});
COMMIT`;
}

function toRestore({ role }: Opened): string {
  return `SET LOCAL SESSION AUTHORIZATION DEFAULT;
SET LOCAL ROLE ${toLiteral(role)};
SET LOCAL synchronous_commit TO DEFAULT;
SET LOCAL client_encoding TO DEFAULT;
`;
}

function toQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Ends the transaction and records a conflict. */
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
