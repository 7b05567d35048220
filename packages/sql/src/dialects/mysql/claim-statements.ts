import type { Change } from "@numipay/core";
import type { Found, Query, Recorded, RowLock, StatementResult } from "../dialect.js";
import { toDigest, toStoredKey } from "../stored-key.js";
import { toBytes } from "./literal.js";
import type { MysqlTableNames } from "./table-names.js";

/** A change's identity, as SQL. */
export interface Identity {
  transaction: string;
  status: string;
  digest: string;
}

/** Returns a change's identity, as SQL. */
export function toIdentity(change: Change): Identity {
  return {
    transaction: toBytes(toStoredKey(change.transactionKey)),
    status: toBytes(toStoredKey(change.status)),
    digest: `X'${toDigest(change.content)}'`,
  };
}

/** The savepoint of a claim. It disappears when its transaction ends, also by a commit that the server adds to a statement. */
export const holdSavepoint = "numipay_hold";

/** `FOR UPDATE` on a missing row excludes no other transaction, so the row is inserted and committed before. */
export function rowLock(names: MysqlTableNames): RowLock {
  return {
    read: (change) => {
      const { transaction } = toIdentity(change);
      return {
        statements: [
          `SELECT (SELECT COUNT(*) FROM ${names.locks} WHERE transaction_key = ${transaction}) AS locks, ${recordColumns}
FROM (SELECT 1 AS one) AS one LEFT JOIN ${names.changes} AS c ON c.transaction_key = ${transaction} ORDER BY c.fence`,
        ],
        read: ([found]) => ({
          hasRow: found?.rows[0]?.["locks"] !== "0",
          records: readRecords(found),
        }),
      };
    },
    insert: (change) => [
      // Two first deliveries can meet here. The second one must not wait for the first one's handler. MySQL ignores the comment.
      `/*M! SET STATEMENT innodb_lock_wait_timeout = 0 FOR */
INSERT IGNORE INTO ${names.locks} (transaction_key, fence) VALUES (${toIdentity(change).transaction}, 0)`,
    ],
    // A wait for a lock that timed out. MySQL has an error of its own for NOWAIT.
    isHeld: (error) => [1205, 3572].includes((error as { errno?: number }).errno ?? 0),
  };
}

/** Locks the row of the change's transaction, writes a new token to it, and reads its records. */
export function toClaim(names: MysqlTableNames, change: Change): Query<Found> {
  const { transaction } = toIdentity(change);
  return {
    statements: [
      `SELECT CAST(fence AS CHAR) AS fence FROM ${names.locks} WHERE transaction_key = ${transaction} FOR UPDATE NOWAIT`,
      `SAVEPOINT ${holdSavepoint}`,
      // The row is not kept, but its number is not given again.
      `INSERT INTO ${names.fence} (id) VALUES (NULL)`,
      `ROLLBACK TO SAVEPOINT ${holdSavepoint}`,
      `UPDATE ${names.locks} SET fence = LAST_INSERT_ID() WHERE transaction_key = ${transaction}`,
      // The first read without a lock: under REPEATABLE READ, the snapshot is taken here.
      `SELECT CAST(l.fence AS CHAR) AS token, DATABASE() AS home, ${recordColumns}
FROM ${names.locks} AS l LEFT JOIN ${names.changes} AS c ON c.transaction_key = l.transaction_key
WHERE l.transaction_key = ${transaction} ORDER BY c.fence`,
    ],
    read: (results) => readClaim(names, change, results),
  };
}

/** Reads the records of each change's transaction. */
export function toReadRecords(
  names: MysqlTableNames,
  changes: readonly Change[],
): Query<Recorded[][]> {
  const { statement, group } = readMany(names, changes);
  return {
    statements: [statement],
    read: ([found]) => group(found).map((one) => readRecords(one)),
  };
}

/** Reads what a claim of each change reads, without taking locks. Each statement is a transaction of its own. */
export function toPeek(names: MysqlTableNames, changes: readonly Change[]): Query<Found[]> {
  const { statement, keys, group } = readMany(names, changes);
  return {
    statements: [
      // A claim has written a token that no record has, and has not committed it.
      "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
      `SELECT LOWER(HEX(transaction_key)) AS transaction_key, CAST(fence AS CHAR) AS fence
FROM ${names.locks} WHERE transaction_key IN (${keys.join(", ")})`,
      statement,
    ],
    read: ([, locks, found]) => {
      const fences = new Map(locks?.rows.map((row) => [row["transaction_key"], row["fence"]]));
      return group(found).map((one, at) => {
        const isFree = isExplained(fences.get(hexOf(changes[at] as Change)) ?? "0", one);
        return { opened: isFree ? nothingOpened : undefined, records: readRecords(one) };
      });
    },
  };
}

/** Reads the records of many transactions, and groups them by change. */
function readMany(
  names: MysqlTableNames,
  changes: readonly Change[],
): {
  keys: string[];
  statement: string;
  group: (found: StatementResult | undefined) => StatementResult[];
} {
  const keys = changes.map((change) => toIdentity(change).transaction);
  return {
    keys,
    statement: `SELECT LOWER(HEX(c.transaction_key)) AS transaction_key, ${recordColumns}
FROM ${names.changes} AS c WHERE c.transaction_key IN (${keys.join(", ")}) ORDER BY c.fence`,
    group(found) {
      const byKey = new Map<string, StatementResult>();
      for (const row of found?.rows ?? []) {
        const key = row["transaction_key"] ?? "";
        const known = byKey.get(key) ?? { rows: [], rowCount: 0 };
        known.rows.push(row);
        byKey.set(key, known);
      }
      return changes.map((change) => byKey.get(hexOf(change)) ?? { rows: [], rowCount: 0 });
    },
  };
}

/** A transaction's key as the server shows its bytes. */
function hexOf({ transactionKey }: Change): string {
  return Buffer.from(toStoredKey(transactionKey)).toString("hex");
}

const recordColumns = `CONVERT(c.status USING utf8mb4) AS status, LOWER(HEX(c.content_digest)) AS digest,
  CAST(c.is_final AS CHAR) AS is_final, CAST(c.is_handled AS CHAR) AS is_handled, CAST(c.fence AS CHAR) AS record_fence`;

function readClaim(
  names: MysqlTableNames,
  { transactionKey }: Change,
  results: StatementResult[],
): Found {
  const found = results.at(-1);
  const [row] = found?.rows ?? [];
  const records = readRecords(found);
  if (row === undefined) return { opened: undefined, records };
  const { token, home } = row;
  if (!isExplained(results[0]?.rows[0]?.["fence"] ?? "0", found)) {
    throw new Error(toTorn(names, transactionKey));
  }
  return {
    opened: {
      fencingToken: Number(token),
      transactionId: token ?? "",
      schema: home ?? "",
      role: "",
    },
    records,
  };
}

/** Whether a token was committed together with a record. Complete writes both, so any other one was committed without it. */
function isExplained(fence: string, found: StatementResult | undefined): boolean {
  return fence === "0" || (found?.rows ?? []).some((row) => row["record_fence"] === fence);
}

function readRecords(found: StatementResult | undefined): Recorded[] {
  return (found?.rows ?? []).flatMap(
    ({ status = null, digest = null, is_final: final, is_handled: handled }) =>
      status === null || digest === null
        ? []
        : [{ status, digest, isFinal: final === "1", isHandled: handled === "1" }],
  );
}

/** A peek opens nothing. */
const nothingOpened = { fencingToken: 0, transactionId: "", schema: "", role: "" };

function toTorn({ locks }: MysqlTableNames, transactionKey: string): string {
  return (
    `A handler of ${transactionKey} committed the inbox's transaction without its record, for example in a stored procedure. Its ` +
    `writes may be applied, so the change is not applied again. Check them, then set fence = 0 in its row of ${locks}.`
  );
}
