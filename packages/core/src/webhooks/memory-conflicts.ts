import { digestOf } from "./content-digest.js";
import type { Change } from "./inbox.js";
import type { RecordedConflict } from "./inbox-reads.js";

/** The most conflicts in memory; beyond it, the oldest are dropped. */
const mostConflicts = 1_000;

/** Stores conflicts in memory, once per content. */
export function memoryConflicts(): {
  note(change: Change): void;
  list(): RecordedConflict[];
} {
  const conflicts = new Map<string, RecordedConflict>();
  return {
    note(change) {
      const { key, transactionKey, status, content } = change;
      const digest = toDigestText(digestOf(change));
      const id = `${digest} ${key}`;
      if (conflicts.has(id)) return;
      const firstSeenAt = new Date().toISOString();
      conflicts.set(id, { transactionKey, status, digest, content, firstSeenAt });
      // A Map keeps insertion order.
      const [oldest] = conflicts.keys();
      if (conflicts.size > mostConflicts) conflicts.delete(oldest as string);
    },
    list: () => [...conflicts.values()],
  };
}

/** A digest as hexadecimal text. */
export function toDigestText(digest: number): string {
  return (digest >>> 0).toString(16).padStart(8, "0");
}
