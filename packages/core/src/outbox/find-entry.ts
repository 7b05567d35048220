import type { Transaction } from "../protocol/contract/wire-types.js";
import { isFinal } from "../protocol/transaction.js";
import type { EventIntent, JournalEntry } from "../webhooks/event-journal.js";
import { confirmFound } from "./confirm-found.js";
import { canBeOf } from "./is-proven-by.js";
import type { JournalStore, RecordedIntent } from "./journal.js";

/** Finds the call that created the transaction of an event. */
export async function findEntry(
  store: JournalStore,
  { account, namespace }: { account: string; namespace: string },
  { tracking_id, status, transaction_type }: Transaction,
): Promise<JournalEntry> {
  // Only a contract override can make the field optional, and only an odd one has more than 255 characters.
  if (typeof tracking_id !== "string" || tracking_id === "" || tracking_id.length > 255) {
    return { intent: undefined, confirm: async () => undefined };
  }
  const read = await store.read({ account: namespace, slot: "transaction", tracking_id });
  const recorded =
    read !== undefined && canBeOf(read.operation, transaction_type) ? read : undefined;
  return {
    intent: recorded && toEventIntent({ ...recorded, account }),
    async confirm() {
      // A copy from before the handlers, which may change the event.
      const transaction = { status, transaction_type };
      if (recorded !== undefined && recorded.state !== "confirmed") {
        await confirmFound(store, recorded, transaction);
      }
      // A deposit has no decision, and a payout is not decided before its end.
      if (transaction_type === "deposit" || !isFinal(status)) return;
      const decision = await store.read({ account: namespace, slot: "decision", tracking_id });
      if (decision?.state !== "unknown" && decision?.state !== "sending") return;
      await confirmFound(store, decision, transaction);
    },
  };
}

function toEventIntent({
  operation,
  account,
  tracking_id,
  state,
  metadata,
  recordedAt,
}: RecordedIntent): EventIntent {
  const value: unknown = metadata === undefined ? undefined : JSON.parse(metadata);
  return { operation, account, tracking_id, state, metadata: value, recordedAt };
}
