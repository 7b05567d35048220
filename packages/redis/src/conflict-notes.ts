import type { Change } from "@numipay/core";
import { toPlainText } from "./plain-text.js";
import type { RedisConnection } from "./redis-client.js";

/** A change that came again with other content than was applied: somebody should look at it. */
export interface RecordedConflict {
  /** The merchant account; `"default"` for the unnamed one. */
  account: string;
  key: string;
  transactionKey: string;
  status: string;
  /** The content that was not applied, as JSON. Of the applied one only a hash is kept. */
  content: string;
  /** When it first came, by the server's clock, as an ISO date with microseconds. */
  notedAt: string;
}

/**
 * Writes a conflict down: once for each content, however often it is delivered. It stands in a slot of its own, so no
 * script can write it along with the claim; the claim is answered after it stands, or fails and comes again.
 */
export async function noteConflict(
  connection: RedisConnection,
  notesKey: string,
  change: Change,
  found: { digest: string; micros: number },
): Promise<void> {
  const note: RecordedConflict = {
    account: change.account,
    key: change.key,
    transactionKey: change.transactionKey,
    status: change.status,
    content: change.content,
    notedAt: toIsoDate(found.micros),
  };
  const field = `${toPlainText(change.key)} ${found.digest}`;
  await connection.send(notesKey, ["HSETNX", notesKey, field, JSON.stringify(note)]);
}

/** Two notes of one millisecond keep their order: Redis gives a hash back in none. */
function toIsoDate(micros: number): string {
  const rest = String(micros % 1000).padStart(3, "0");
  return new Date(Math.floor(micros / 1000)).toISOString().replace("Z", `${rest}Z`);
}

/** All conflicts noted, the oldest first. */
export async function readConflicts(
  connection: RedisConnection,
  notesKey: string,
): Promise<RecordedConflict[]> {
  const notes = (await connection.send(notesKey, ["HVALS", notesKey])) as unknown[];
  return notes
    .map((note) => JSON.parse(String(note)) as RecordedConflict)
    .toSorted((one, other) => one.notedAt.localeCompare(other.notedAt));
}
