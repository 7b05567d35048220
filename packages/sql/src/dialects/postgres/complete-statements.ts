import type { Change } from "@numipay/core";
import type { Opened, ToRecord } from "../dialect.js";
import { toIdentity } from "./claim-statements.js";
import { toLiteral } from "./literal.js";
import { toPlainComplete } from "./plain-statements.js";
import type { TableNames } from "./table-names.js";

/**
 * Records the change. If the record was not written, or not in the transaction that the claim opened, the last statement fails,
 * and COMMIT is never reached.
 *
 * @param content the content to store, as SQL
 */
export function toComplete(
  names: TableNames,
  record: ToRecord,
  { hasFunctions, content }: { hasFunctions: boolean; content: string },
): readonly string[] {
  const { opened, isAltered } = record;
  // A handler may have changed the search path.
  const inSchema = (name: string) =>
    names.schema === undefined ? `${toQuoted(opened.schema)}.${name}` : name;
  const statement = hasFunctions
    ? toCall(inSchema(names.complete), record, content)
    : toPlainComplete(inSchema(names.changes), record, content);
  return isAltered ? [...toRestore(opened), statement] : [statement];
}

function toCall(
  complete: string,
  { change, opened, isRecorded }: ToRecord,
  content: string,
): string {
  const { transaction, status, digest } = toIdentity(change);
  const { fencingToken, transactionId } = opened;
  return `SELECT CAST(${complete}(${transaction}, ${status}, ${change.rank === 1}, ${fencingToken}, ${digest},
  ${content}, ${change.isHandled}, ${isRecorded}, ${transactionId}) AS pg_catalog.text)`;
}

function toRestore({ role }: Opened): string[] {
  return [
    "SET LOCAL SESSION AUTHORIZATION DEFAULT",
    `SET LOCAL ROLE ${toLiteral(role)}`,
    "SET LOCAL synchronous_commit TO DEFAULT",
    "SET LOCAL client_encoding TO DEFAULT",
  ];
}

function toQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Records a conflict. */
export function toConflict(names: TableNames, change: Change): readonly string[] {
  const { transaction, status, digest } = toIdentity(change);
  return [
    `INSERT INTO ${names.conflicts} AS c (transaction_key, status, content_digest, content)
VALUES (${transaction}, ${status}, ${digest}, ${toLiteral(change.content)})
ON CONFLICT (transaction_key, status, content_digest)
DO UPDATE SET times = c.times + 1, last_seen_at = now()`,
  ];
}
