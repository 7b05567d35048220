import type { Change } from "@numipay/core";
import { toDigest, toStoredKey } from "../stored-key.js";
import type { Found, HoldLimits, Query, Recorded, StatementResult } from "../dialect.js";
import { toIsLocked, toLiteral, toLockNumber } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** A change's identity, as SQL. */
export interface Identity {
  transaction: string;
  status: string;
  digest: string;
}

/** Returns a change's identity, as SQL. */
export function toIdentity(change: Change): Identity {
  return {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: `pg_catalog.decode('${toDigest(change.content)}', 'hex')`,
  };
}

/** Tries the lock on the change's transaction, and reads its records. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): Query<Found> {
  const { transaction, status, digest } = toIdentity(change);
  const lock = toLockNumber(toLockName(names, change));
  return {
    statements: [
      `SET LOCAL lock_timeout = ${limits.lockTimeoutMs}`,
      `SET LOCAL idle_in_transaction_session_timeout = ${limits.idleTimeoutMs}`,
      `SELECT opened, records FROM ${names.claim}(${transaction}, ${status}, ${digest}, ${change.isHandled}, ${lock})`,
    ],
    read: readClaim,
  };
}

/** Reads what a claim reads, without locks. */
export function toPeek(names: TableNames, change: Change): Query<Found> {
  const { transaction, status, digest } = toIdentity(change);
  // A receiver with a handler may apply a change that was recorded as unhandled.
  const isApplied = change.isHandled ? ` AND (is_handled OR content_digest <> ${digest})` : "";
  // Each statement sees what was committed before it started, so the second one sees all records of the previous lock holder.
  return {
    statements: [
      `SELECT CASE
  WHEN EXISTS (SELECT FROM ${names.changes} WHERE transaction_key = ${transaction} AND status = ${status}${isApplied}) THEN 'recorded'
  WHEN ${toIsLocked(toLockName(names, change))} THEN 'claimed'
  ELSE 'free'
END AS place`,
      `SELECT status, encode(content_digest, 'hex') AS digest, CAST(is_final AS text) AS is_final, CAST(is_handled AS text) AS is_handled
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`,
    ],
    read: readPeek,
  };
}

/** The name of the advisory lock on the change's transaction. */
export function toLockName(names: TableNames, { transactionKey }: Change): string {
  return `${names.changes} ${transactionKey}`;
}

function readClaim(results: StatementResult[]): Found {
  const row = results.at(-1)?.rows[0];
  const opened = row?.["opened"] ?? null;
  const records = JSON.parse(row?.["records"] ?? "[]") as [string, string, boolean, boolean][];
  return {
    opened: opened === null ? undefined : readOpened(opened),
    records: records.map(([status, digest, isFinal, isHandled]) => ({
      status,
      digest,
      isFinal,
      isHandled,
    })),
  };
}

function readOpened(opened: string): Found["opened"] {
  const [fencingToken, transactionId, schema, role] = JSON.parse(opened) as [
    number,
    string,
    string,
    string,
  ];
  return { fencingToken, transactionId, schema, role };
}

function readPeek(results: StatementResult[]): Found {
  const [place, records] = results;
  return {
    opened: place?.rows[0]?.["place"] === "free" ? nothingOpened : undefined,
    records: (records?.rows ?? []).map(toRecorded),
  };
}

/** A peek opens nothing. */
const nothingOpened = { fencingToken: 0, transactionId: "", schema: "", role: "" };

function toRecorded(row: Record<string, string | null>): Recorded {
  return {
    status: row["status"] ?? "",
    digest: row["digest"] ?? "",
    isFinal: row["is_final"] === "true",
    isHandled: row["is_handled"] === "true",
  };
}
