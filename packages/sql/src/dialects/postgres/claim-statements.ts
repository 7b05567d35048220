import type { Change } from "@numipay/core";
import { toDigest, toStoredKey } from "../stored-key.js";
import type { Found, HoldLimits, Query, Recorded, StatementResult } from "../dialect.js";
import { toLiteral, toLockHalves, toLockNumber } from "./literal.js";
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
      toSettings(limits),
      `SELECT opened, records FROM ${names.claim}(${transaction}, ${status}, ${digest}, ${change.isHandled}, ${lock})`,
    ],
    read: readClaim,
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

/** Reads the records of each change's transaction. */
export function toReadRecords(names: TableNames, changes: readonly Change[]): Query<Recorded[][]> {
  const keys = changes.map(({ transactionKey }) => toStoredKey(transactionKey));
  return {
    statements: [
      `SELECT transaction_key, status, encode(content_digest, 'hex') AS digest, CAST(is_final AS text) AS is_final,
  CAST(is_handled AS text) AS is_handled
FROM ${names.changes} WHERE transaction_key = ANY (ARRAY[${keys.map(toLiteral).join(", ")}]) ORDER BY fence`,
    ],
    read(results) {
      const byKey = new Map<string, Recorded[]>();
      for (const row of results.at(-1)?.rows ?? []) {
        const key = row["transaction_key"] ?? "";
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [toRecorded(row)]);
        else known.push(toRecorded(row));
      }
      return keys.map((key) => byKey.get(key) ?? []);
    },
  };
}

/** Reads what a claim of each change reads, without taking locks. */
export function toPeek(names: TableNames, changes: readonly Change[]): Query<Found[]> {
  const records = toReadRecords(names, changes);
  const locks = changes.map((change) => toLockHalves(toLockName(names, change)));
  // Each statement sees what was committed before it started, so the second one sees all records of the previous lock holder.
  return {
    statements: [
      // pg_locks shows a bigint key as two halves, with objsubid 1.
      `SELECT CAST(classid AS text) AS high, CAST(objid AS text) AS low FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (classid, objid) IN (${locks.map(([high, low]) => `(CAST('${high}' AS oid), CAST('${low}' AS oid))`).join(", ")})`,
      ...records.statements,
    ],
    read(results) {
      const held = new Set(results[0]?.rows.map((row) => `${row["high"]} ${row["low"]}`));
      return records.read(results).map((recorded, at) => ({
        opened: held.has((locks[at] ?? []).join(" ")) ? undefined : nothingOpened,
        records: recorded,
      }));
    },
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
