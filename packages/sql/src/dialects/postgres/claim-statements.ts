import type { Change } from "@numipay/core";
import { toDigest, toStoredKey } from "../stored-key.js";
import type { Found, HoldLimits, Opened, Query, Recorded } from "../dialect.js";
import { toLiteral, toLockHalves, toLockNumber } from "./literal.js";
import type { TableNames } from "./table-names.js";

/** A change's identity, as SQL. */
export interface Identity {
  transaction: string;
  status: string;
  digest: string;
}

/** A claim and its completion need the same one, and hashing costs more than everything else that they do. */
const identities = new WeakMap<Change, Identity>();

/** Returns a change's identity, as SQL. */
export function toIdentity(change: Change): Identity {
  const known = identities.get(change);
  if (known !== undefined) return known;
  const identity = {
    transaction: toLiteral(toStoredKey(change.transactionKey)),
    status: toLiteral(toStoredKey(change.status)),
    digest: toLiteral(`\\x${toDigest(change.content)}`),
  };
  identities.set(change, identity);
  return identity;
}

/** Tries the lock on the change's transaction, and reads its records. */
export function toClaim(names: TableNames, change: Change, limits: HoldLimits): Query<Found> {
  const { transaction, status, digest } = toIdentity(change);
  const { lockTimeoutMs, idleTimeoutMs, handlerStatementTimeoutMs } = limits;
  const values = [
    transaction,
    status,
    digest,
    change.isHandled,
    toLockNumber(toLockName(names, change)),
    `'${lockTimeoutMs}'`,
    `'${idleTimeoutMs}'`,
    handlerStatementTimeoutMs === undefined ? "NULL" : `'${handlerStatementTimeoutMs}'`,
  ];
  return {
    statements: [`SELECT ${names.claim}(${values.join(", ")}) AS claimed`],
    read(results) {
      const claimed = results.at(-1)?.rows[0]?.["claimed"] ?? "[null]";
      const [opened, records] = JSON.parse(claimed) as [
        OpenedValues | null,
        (RecordValues[] | null)?,
      ];
      return toFound(opened, records);
    },
  };
}

/** What a claim opened, as the server reports it. */
export type OpenedValues = [
  fencingToken: number,
  transactionId: string,
  schema: string,
  role: string,
];

/** A record, as the server reports it. */
export type RecordValues = [status: string, digest: string, isFinal: boolean, isHandled: boolean];

/** Names what a claim found. */
export function toFound(opened?: OpenedValues | null, records?: RecordValues[] | null): Found {
  return {
    opened: opened ? toOpened(opened) : undefined,
    records: (records ?? []).map(([status, digest, isFinal, isHandled]) => ({
      status,
      digest,
      isFinal,
      isHandled,
    })),
  };
}

function toOpened([fencingToken, transactionId, schema, role]: OpenedValues): Opened {
  return { fencingToken, transactionId, schema, role };
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
