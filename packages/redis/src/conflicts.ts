import type { Change, RecordedConflict } from "@numipay/core";
import { escapeText } from "./escape-text.js";
import type { RedisConnection } from "./redis-client.js";

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
    transactionKey: change.transactionKey,
    status: change.status,
    digest: found.digest,
    content: change.content,
    firstSeenAt: new Date(Math.floor(found.micros / 1000)).toISOString(),
  };
  const field = `${escapeText(change.key)} ${found.digest}`;
  await connection.send(conflictsKey, ["HSETNX", conflictsKey, field, JSON.stringify(conflict)]);
}

/** Reads the recorded conflicts, each once. */
export async function* readConflicts(
  stored: AsyncIterable<[field: string, conflict: string]>,
): AsyncGenerator<RecordedConflict, void, undefined> {
  const seen = new Set<string>();
  for await (const [field, conflict] of stored) {
    if (seen.has(field)) continue;
    seen.add(field);
    yield JSON.parse(conflict) as RecordedConflict;
  }
}
