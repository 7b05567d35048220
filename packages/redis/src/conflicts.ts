import type { Change } from "@numipay/core";
import { escapeText } from "./escape-text.js";
import type { RedisConnection } from "./redis-client.js";

/** A change that was delivered again with different content. Needs a manual review. */
export interface RecordedConflict {
  /** The merchant account; `"default"` for the unnamed one. */
  account: string;
  key: string;
  transactionKey: string;
  status: string;
  /** The content that was not applied, as JSON. Only a hash of the applied content is stored. */
  content: string;
  /** When it first arrived, by the server's clock: an ISO date with microseconds. */
  notedAt: string;
}

/**
 * Records a conflict, once per content. Its key may be in another Cluster slot, so the claim script cannot write it. The claim
 * returns only after the conflict is recorded; otherwise it fails and the gateway retries.
 */
export async function recordConflict(
  connection: RedisConnection,
  conflictsKey: string,
  change: Change,
  found: { digest: string; micros: number },
): Promise<void> {
  const conflict: RecordedConflict = {
    account: change.account,
    key: change.key,
    transactionKey: change.transactionKey,
    status: change.status,
    content: change.content,
    notedAt: toIsoDate(found.micros),
  };
  const field = `${escapeText(change.key)} ${found.digest}`;
  await connection.send(conflictsKey, ["HSETNX", conflictsKey, field, JSON.stringify(conflict)]);
}

/** Keeps the microseconds, because Redis returns the fields of a hash in no order. */
function toIsoDate(micros: number): string {
  const rest = String(micros % 1000).padStart(3, "0");
  return new Date(Math.floor(micros / 1000)).toISOString().replace("Z", `${rest}Z`);
}

/** Returns all recorded conflicts, oldest first. */
export async function readConflicts(
  connection: RedisConnection,
  conflictsKey: string,
): Promise<RecordedConflict[]> {
  const stored = (await connection.send(conflictsKey, ["HVALS", conflictsKey])) as unknown[];
  return stored
    .map((conflict) => JSON.parse(String(conflict)) as RecordedConflict)
    .toSorted((one, other) => one.notedAt.localeCompare(other.notedAt));
}
