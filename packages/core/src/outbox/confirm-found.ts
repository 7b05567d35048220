import { type FoundTransaction, isProvenBy } from "./is-proven-by.js";
import type { Intent, JournalStore } from "./journal.js";

/** The record follows immediately. */
const leaseMs = 30_000;

/**
 * Records that the transaction of an intent was found. Resolves to false if it proves nothing, or if another process holds or has
 * resolved the intent. Rejects when the store is unavailable.
 */
export async function confirmFound(
  store: JournalStore,
  intent: Intent,
  transaction: FoundTransaction,
): Promise<boolean> {
  if (!isProvenBy(intent, transaction)) return false;
  const claim = await store.claim(intent, leaseMs);
  // Also `new`: the transaction of a refused or queued intent exists, so sending it would create a second one.
  if (claim.state !== "unclear" && claim.state !== "new") return false;
  return store.complete(intent, claim.lease, { state: "confirmed" });
}
