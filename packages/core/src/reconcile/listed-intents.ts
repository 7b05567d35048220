import type { Transaction } from "../protocol/contract/wire-types.js";
import type { IntentSlot } from "../client/call-journal.js";
import { confirmFound } from "../outbox/confirm-found.js";
import type { Journal } from "../outbox/create-journal.js";
import type { RecordedIntent } from "../outbox/journal.js";

/** A journal, as far as it is read. */
export type ListedJournal = Pick<Journal, "store" | "account"> &
  Partial<Pick<Journal, "namespace">>;

/** The unresolved intents of a journal, which the list can confirm. */
export interface ListedIntents {
  /** The number of intents that were confirmed. */
  confirmed(): number;
  /** Confirms the intents of a listed transaction. Never rejects: the next run tries again. */
  confirm(transaction: Transaction): Promise<void>;
}

/** Only ids are kept in memory. The next run confirms the others. */
const mostIntents = 100_000;

/** For a run without a journal. */
const noIntents: ListedIntents = { confirmed: () => 0, confirm: async () => undefined };

/** Reads the unresolved intents of a journal. Rejects when its store is unavailable. */
export async function loadListedIntents(
  journal: ListedJournal | undefined,
  signal: AbortSignal | undefined,
): Promise<ListedIntents> {
  if (journal === undefined) return noIntents;
  const { store, account, namespace = account } = journal;
  const slots = await readSlots(journal, signal);
  let confirmed = 0;
  let hasWarned = false;
  return {
    confirmed: () => confirmed,
    async confirm(transaction) {
      const { tracking_id } = transaction;
      const unresolved = slots.get(tracking_id) ?? [];
      const remaining: IntentSlot[] = [];
      for (const slot of unresolved) {
        try {
          const recorded = await store.read({ account: namespace, slot, tracking_id });
          const isOpen = recorded?.state === "unknown" || recorded?.state === "sending";
          if (!isOpen) continue;
          if (await confirmFound(store, recorded, transaction)) confirmed += 1;
          else remaining.push(slot);
        } catch {
          remaining.push(slot);
          if (!hasWarned) warn();
          hasWarned = true;
        }
      }
      if (unresolved.length > 0) slots.set(tracking_id, remaining);
    },
  };
}

/** The unresolved slots by `tracking_id`. */
async function readSlots(
  { store, account, namespace = account }: ListedJournal,
  signal: AbortSignal | undefined,
): Promise<Map<string, IntentSlot[]>> {
  const slots = new Map<string, IntentSlot[]>();
  let after: RecordedIntent | undefined;
  while (slots.size < mostIntents) {
    signal?.throwIfAborted();
    const page = await store.unresolved(namespace, after);
    if (page.length === 0) return slots;
    for (const { tracking_id, slot } of page) {
      slots.set(tracking_id, [...(slots.get(tracking_id) ?? []), slot]);
    }
    after = page.at(-1);
  }
  return slots;
}

/** The store's error is not shown: it may quote the record. */
function warn(): void {
  globalThis.process?.emitWarning?.(
    "The journal is unavailable, so transactions of the list did not confirm their calls. The next run tries again.",
    { type: "NumipayWarning", code: "NUMIPAY_JOURNAL_UNAVAILABLE" },
  );
}
