import type { Change, Claim } from "@numipay/core";
import { toDigest, toStoredKey } from "./literal.js";
import type { Recorded, StatementResult } from "./session.js";
import type { Opened } from "./statements.js";

/** What `look` says of a change. */
export type LookedState = Claim<unknown>["state"] | "unhandled";

/** What the two reads of a claim or a look found. */
export interface Found {
  /** What the first gave: null where the change is recorded, or the right to it is not free. */
  opened: string | null;
  records: Recorded[];
}

/** The answers of the two reads, which come last. */
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

/** What a claim learned of the transaction that it opened. */
export function readOpened(opened: string | null): Opened {
  const [fence, transactionId, schema, role] = JSON.parse(opened ?? "[]") as [
    number,
    string,
    string | null,
    string,
  ];
  return { fence, transactionId, schema: schema ?? undefined, role };
}

/** The record of the same status. */
export function findRecord({ status }: Change, records: readonly Recorded[]): Recorded | undefined {
  const stored = toStoredKey(status);
  return records.find((record) => record.status === stored);
}

/** The state of a change, where its transaction is held by none or not. */
export function toState(
  change: Change,
  records: readonly Recorded[],
  isFree: boolean,
): LookedState {
  const known = findRecord(change, records);
  if (known !== undefined) {
    if (known.digest !== toDigest(change.content)) return "conflict";
    if (known.isHandled || !change.isHandled) return "duplicate";
  }
  if (!isFree) return "in-progress";
  if (change.rank === 0 && records.some(({ isFinal }) => isFinal)) return "stale";
  return known === undefined ? "new" : "unhandled";
}

/** The final status that was applied last. */
export function findApplied(records: readonly Recorded[]): string | undefined {
  return records.findLast(({ isFinal, isHandled }) => isFinal && isHandled)?.status;
}
