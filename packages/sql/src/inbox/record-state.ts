import type { Change, Claim } from "@numipay/core";
import type { Recorded } from "../dialects/dialect.js";
import { toDigest, toStoredKey } from "../dialects/stored-key.js";

/** The result of `peek`. */
export type PeekState = Claim<unknown>["state"] | "unhandled";

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
