import type { Change } from "@numipay/core";
import { toDigest, toStoredKey } from "../stored-key.js";
import type { Found, Query, Recorded, StatementResult } from "../dialect.js";
import { nextFence, noteFence } from "./fence.js";
import { now, toLiteral } from "./literal.js";
import type { SqliteTableNames } from "./table-names.js";

/** A change's identity, as SQL. */
interface Identity {
  transaction: string;
  status: string;
  digest: string;
}

/** Returns a change's identity, as SQL. */
export function toIdentity(change: Change): Identity {
  return {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: `x'${toDigest(change.content)}'`,
  };
}

/**
 * Reads the transaction's records, and records the change. Its row with this claim's fencing token shows at complete that the
 * transaction is still the one that the claim opened. Any other end of the claim rolls it back.
 *
 * @param content the content to store, as SQL
 */
export function toClaim(names: SqliteTableNames, change: Change, content: string): Query<Found> {
  const { transaction, status, digest } = toIdentity(change);
  const isThis = `transaction_key = ${transaction} AND status = ${status}`;
  // The clock alone could be set back.
  const fence = `max(${nextFence()}, (SELECT coalesce(max(fence), 0) + 1 FROM ${names.changes}))`;
  const values = [
    transaction,
    status,
    change.rank === 1 ? "1" : "0",
    fence,
    digest,
    content,
    change.isHandled ? "1" : "0",
  ];
  const apply = `UPDATE ${names.changes} SET is_handled = 1, fence = ${fence}, recorded_at = ${now}
WHERE ${isThis} AND is_handled = 0 AND content_digest = ${digest}`;
  return {
    statements: [
      toRecords(names, transaction),
      ...(change.isHandled ? [apply] : []),
      `INSERT INTO ${names.changes} (transaction_key, status, is_final, fence, content_digest, content, is_handled)
SELECT ${values.join(", ")} WHERE NOT EXISTS (SELECT 1 FROM ${names.changes} WHERE ${isThis})`,
      `SELECT fence FROM ${names.changes} WHERE ${isThis}`,
    ],
    read(results) {
      const fencingToken = Number(results.at(-1)?.rows[0]?.["fence"]);
      noteFence(fencingToken);
      const opened = { fencingToken, transactionId: "", schema: "main", role: "" };
      return { opened, records: readRecords(results[0]) };
    },
  };
}

/** Reads the records of each change's transaction. */
export function toReadRecords(
  names: SqliteTableNames,
  changes: readonly Change[],
): Query<Recorded[][]> {
  return {
    statements: changes.map((change) => toRecords(names, toIdentity(change).transaction)),
    read: (results) => results.map((found) => readRecords(found)),
  };
}

/** Reads what a claim of each change reads. A claim in another process is not visible. */
export function toPeek(names: SqliteTableNames, changes: readonly Change[]): Query<Found[]> {
  const { statements, read } = toReadRecords(names, changes);
  return {
    statements,
    read: (results) => read(results).map((records) => ({ opened: nothingOpened, records })),
  };
}

/** A peek opens nothing. */
const nothingOpened = { fencingToken: 0, transactionId: "", schema: "", role: "" };

function toRecords(names: SqliteTableNames, transaction: string): string {
  return `SELECT status, lower(hex(content_digest)) AS digest, is_final, is_handled
FROM ${names.changes} WHERE transaction_key = ${transaction} ORDER BY fence`;
}

function readRecords(found: StatementResult | undefined): Recorded[] {
  return (found?.rows ?? []).map((row) => ({
    status: row["status"] ?? "",
    digest: row["digest"] ?? "",
    isFinal: row["is_final"] === "1",
    isHandled: row["is_handled"] === "1",
  }));
}
