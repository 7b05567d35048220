import type { Change } from "@numipay/core";
import type { Found, HoldLimits, Query, ToRecord } from "../dialect.js";
import {
  type OpenedValues,
  type RecordValues,
  toFound,
  toIdentity,
  toLockName,
} from "./claim-statements.js";
import { toLiteral, toLockNumber } from "./literal.js";
import { notRecorded } from "./migrations.js";
import type { TableNames } from "./table-names.js";

/** The claim of a role without functions. */
export function toPlainClaim(names: TableNames, change: Change, limits: HoldLimits): Query<Found> {
  const { transaction, status, digest } = toIdentity(change);
  const { changes, fence } = names;
  const known = `SELECT FROM ${changes} WHERE transaction_key = ${transaction} AND status = ${status}
  AND (${!change.isHandled} OR is_handled OR content_digest <> ${digest})`;
  const schema = `(SELECT nspname FROM pg_catalog.pg_namespace WHERE oid =
    (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = CAST(${toLiteral(changes)} AS pg_catalog.regclass)))`;
  const values = `pg_catalog.json_build_array(pg_catalog.nextval(${toLiteral(fence)}),
    CAST(pg_catalog.txid_current() AS pg_catalog.text), ${schema}, pg_catalog.current_setting('role'))`;
  return {
    statements: [
      toSettings(limits),
      // A recorded change takes no lock, or a duplicate would look like a holder. A handler may apply an unhandled one.
      `SELECT CAST(CASE WHEN EXISTS (${known}) THEN NULL
  WHEN pg_catalog.pg_try_advisory_xact_lock(${toLockNumber(toLockName(names, change))}) THEN ${values} END AS pg_catalog.text) AS opened`,
      // Sees what was committed before this statement, and so all that the last holder of the lock recorded.
      `SELECT CAST(pg_catalog.json_agg(pg_catalog.json_build_array(
  status, pg_catalog.encode(content_digest, 'hex'), is_final, is_handled) ORDER BY fence) AS pg_catalog.text) AS records
FROM ${changes} WHERE transaction_key = ${transaction}`,
    ],
    read(results) {
      const [claimed, read] = results.slice(-2);
      const opened = JSON.parse(claimed?.rows[0]?.["opened"] ?? "null") as OpenedValues | null;
      const records = JSON.parse(read?.rows[0]?.["records"] ?? "[]") as RecordValues[];
      return toFound(opened, records);
    },
  };
}

/** One statement, because libraries need a round trip for each. */
function toSettings(limits: HoldLimits): string {
  const { lockTimeoutMs, idleTimeoutMs, handlerStatementTimeoutMs } = limits;
  const settings = {
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTimeoutMs,
    statement_timeout: handlerStatementTimeoutMs,
  };
  const calls = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true) AS ${name}`);
  return `SELECT ${calls.join(", ")}`;
}

/**
 * Writes the record to a table. Fails unless it wrote exactly one, in the transaction that the claim opened.
 *
 * @param changes the name of the table, with its schema
 * @param content the content to store, as SQL
 */
export function toPlainComplete(
  changes: string,
  { change, opened, isRecorded }: ToRecord,
  content: string,
): string {
  const { transaction, status, digest } = toIdentity(change);
  const { fencingToken, transactionId } = opened;
  const values = [
    transaction,
    status,
    change.rank === 1,
    fencingToken,
    digest,
    content,
    change.isHandled,
  ];
  const write = isRecorded
    ? `UPDATE ${changes} SET is_handled = true, fence = ${fencingToken}, recorded_at = pg_catalog.now()
  WHERE transaction_key OPERATOR(pg_catalog.=) ${transaction} AND status OPERATOR(pg_catalog.=) ${status} AND NOT is_handled`
    : `INSERT INTO ${changes} (transaction_key, status, is_final, fence, content_digest, content, is_handled)
  VALUES (${values.join(", ")})`;
  // What is cast must not be constant, or the server would evaluate it while it plans.
  return `WITH written AS (${write} RETURNING 1)
SELECT CASE WHEN pg_catalog.txid_current() OPERATOR(pg_catalog.=) ${transactionId}
  AND (SELECT pg_catalog.count(*) FROM written) OPERATOR(pg_catalog.=) 1 THEN 1
  ELSE CAST(pg_catalog.concat('${notRecorded} ', pg_catalog.txid_current()) AS integer) END AS written`;
}
