import type { Change, Claim } from "@numipay/core";
import { toDigest, toStoredKey } from "./literal.js";
import type { Recorded, StatementResult } from "./session.js";
import type { Opened } from "./statements.js";

/** The result of `peek`. */
export type PeekState = Claim<unknown>["state"] | "unhandled";

/** The results of the two reads of a claim or a peek. */
export interface Found {
  /** Result of the first read. Null if the change is recorded or its transaction is claimed. */
  opened: string | null;
  records: Recorded[];
}

/** Parses the results of the two reads, which are the last ones. */
export function readFound(results: StatementResult[]): Found {
  return {
    opened: results.at(-2)?.rows[0]?.["opened"] ?? null,
    records: (results.at(-1)?.rows ?? []).map((row) => ({
      status: row["status"] ?? "",
      digest: row["digest"] ?? "",
      isFinal: row["is_final"]?.startsWith("t") === true,
      isHandled: row["is_handled"]?.startsWith("t") === true,
    })),
  };
}

/** Parses the result of a claim, which comes last. */
export function readClaim(results: StatementResult[]): Found {
  const row = results.at(-1)?.rows[0];
  const records = JSON.parse(row?.["records"] ?? "[]") as [string, string, boolean, boolean][];
  return {
    opened: row?.["opened"] ?? null,
    records: records.map(([status, digest, isFinal, isHandled]) => ({
      status,
      digest,
      isFinal,
      isHandled,
    })),
  };
}

/** Parses what a claim read about the database transaction it opened. */
export function readOpened(opened: string | null): Opened {
  const [fencingToken, transactionId, schema, role] = JSON.parse(opened ?? "[]") as [
    number,
    string,
    string,
    string,
  ];
  return { fencingToken, transactionId, schema, role };
}

/** Finds the record of the change's status. */
export function findRecord({ status }: Change, records: readonly Recorded[]): Recorded | undefined {
  const stored = toStoredKey(status);
  return records.find((record) => record.status === stored);
}

/** Determines the state of a change. `isFree` is false if its transaction is claimed. */
export function toState(change: Change, records: readonly Recorded[], isFree: boolean): PeekState {
  const known = findRecord(change, records);
  if (known !== undefined) {
    if (known.digest !== toDigest(change.content)) return "conflict";
    if (known.isHandled || !change.isHandled) return "duplicate";
  }
  if (!isFree) return "in-progress";
  if (change.rank === 0 && records.some(({ isFinal }) => isFinal)) return "stale";
  return known === undefined ? "new" : "unhandled";
}

/** Finds the last applied final status. */
export function findApplied(records: readonly Recorded[]): string | undefined {
  return records.findLast(({ isFinal, isHandled }) => isFinal && isHandled)?.status;
}
