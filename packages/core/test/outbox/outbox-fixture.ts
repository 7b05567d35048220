import { createJournal } from "../../src/outbox/create-journal.js";
import { createOutbox } from "../../src/outbox/create-outbox.js";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import type { OutboxFailure } from "../../src/outbox/outbox-failure.js";
import type { OutboxStore } from "../../src/outbox/outbox-store.js";
import type { NumipayOptions } from "../../src/client/settings.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { clientOf, type Reply, startGateway } from "../client/stub-gateway.js";

export const payout = {
  tracking_id: "payout-1",
  user_id: "user-1",
  currency: "EUR",
  amount: "30.00",
};

/** The identity of the fixture's payout. */
export const payoutKey = {
  account: "default",
  slot: "transaction",
  tracking_id: "payout-1",
} as const;

/** What an outbox of a test uses. */
interface Parts {
  store?: OutboxStore<undefined, false>;
  inbox?: Inbox;
  client?: NumipayOptions;
  handlerTimeoutMs?: number;
}

/** Starts a gateway and creates outboxes that share a store and an inbox, as in several processes. */
export async function startOutbox(reply: Reply, parts: Parts = {}) {
  const { store = memoryJournalStore(), inbox = memoryInbox(), client, handlerTimeoutMs } = parts;
  const gateway = await startGateway(reply);
  const failures: OutboxFailure[] = [];
  const reports: string[] = [];
  const connect = () => {
    const journal = createJournal(store);
    const numipay = clientOf(gateway, { journal, retries: 0, ...client });
    const onError = (failure: OutboxFailure): void => void failures.push(failure);
    const outbox = createOutbox({ numipay, journal, inbox, onError, handlerTimeoutMs });
    for (const outcome of ["confirmed", "refused", "unknown"] as const) {
      outbox.on(outcome, ({ tracking_id }) => void reports.push(`${outcome} ${tracking_id}`));
    }
    return { outbox, numipay, journal };
  };
  const stateOf = async () => (await store.read(payoutKey))?.state;
  return { gateway, store, inbox, failures, reports, connect, stateOf, ...connect() };
}
