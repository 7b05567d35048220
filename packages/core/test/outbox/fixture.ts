import type { RecordedIntent } from "../../src/outbox/journal.js";
import type { OutboxStore } from "../../src/outbox/outbox-store.js";
import { toIntent } from "../../src/outbox/to-intent.js";
import { createJournal } from "../../src/outbox/create-journal.js";
import type { JournalOptions } from "../../src/outbox/journal-settings.js";
import type { IntentKey, JournalStore } from "../../src/outbox/journal.js";
import { memoryJournalStore } from "../../src/outbox/memory-journal-store.js";
import type { Numipay } from "../../src/client/numipay.js";
import type { NumipayOptions } from "../../src/client/settings.js";
import {
  apiKey,
  checkout,
  clientOf,
  type Reply,
  respondWith,
  startGateway,
} from "../client/stub-gateway.js";

export const page = { url: "https://pay.example/1" };
export const paid: Reply = respondWith(200, page);
export const pending: Reply = respondWith(200, { transaction_status: "pending" });

/** The identity of the fixture's checkout. */
export const order: IntentKey = {
  account: "default",
  slot: "transaction",
  tracking_id: "order-1",
};

/** Starts a gateway, and creates clients that share a store, as in several processes. */
export async function startJournalled(reply: Reply, store: JournalStore = memoryJournalStore()) {
  const gateway = await startGateway(reply);
  const connect = (options: NumipayOptions = {}, journal: JournalOptions = {}): Numipay =>
    clientOf(gateway, { journal: createJournal(store, journal), ...options });
  const stateOf = async (key: IntentKey = order) => (await store.read(key))?.state;
  return { gateway, store, connect, stateOf, numipay: connect() };
}

/** Queues the fixture's checkout, as an outbox does. */
export async function queueCheckout(store: OutboxStore<undefined, false>): Promise<void> {
  const call = {
    operation: "hostedCheckout",
    slot: "transaction",
    tracking_id: checkout.tracking_id,
    fields: checkout,
    knownFields: Object.keys(checkout),
    apiKey,
    metadata: '{"orderId":7}',
    timeoutMs: 30_000,
  } as const;
  const request = JSON.stringify(checkout);
  await store.enqueue(undefined, { ...(await toIntent(call, "default")), request });
}

/** The problem of a refused intent. */
export const problemOf = (recorded: RecordedIntent | undefined): unknown =>
  JSON.parse(recorded?.response ?? "null");
