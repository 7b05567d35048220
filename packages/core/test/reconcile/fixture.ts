import type { Numipay } from "../../src/client/numipay.js";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import type { DayRange } from "../../src/client/transactions.js";
import type { Reconciled } from "../../src/reconcile/found.js";
import { reconcile } from "../../src/reconcile/reconcile.js";
import type { ReconcileOptions } from "../../src/reconcile/reconcile-options.js";
import type { ReconcileProgress } from "../../src/reconcile/reconcile-progress.js";
import type { EventContext } from "../../src/webhooks/emitter.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";

/** Noon of 20 November 2026. */
export const noon = Date.UTC(2026, 10, 20, 12);

/** A successful deposit. */
export const deposit = (transaction_id: string, over: Partial<Transaction> = {}): Transaction => ({
  transaction_id,
  user_id: "u-1",
  tracking_id: `order-${transaction_id}`,
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
  ...over,
});

/** A memory inbox that counts as durable, like one on a database. */
export const durableInbox = (): Inbox => ({ ...memoryInbox(), durable: true });

/** Creates a gateway that only has a list, and a shop with a real webhook and inbox. */
export function createShop(
  days: Record<string, Transaction[]>,
  options: WebhookOptions<Request> = {},
) {
  const ranges: DayRange[] = [];
  const received: { event: Transaction; context: EventContext }[] = [];
  const progress: ReconcileProgress[] = [];
  const inbox = durableInbox();
  const webhook = numipayWebhook({
    signaturePassword: "a-signature-password-of-30-chars",
    inbox,
    onOutcome: () => undefined,
    ...options,
  });
  webhook.on("*", (event, context) => void received.push({ event, context }));
  const list = async (range?: DayRange): Promise<Transaction[]> => {
    if (range === undefined) throw new Error("reconcile must pass a range");
    ranges.push(range);
    return Object.entries(days)
      .filter(([day]) => day >= String(range.from) && day <= String(range.to))
      .flatMap(([, transactions]) => structuredClone(transactions));
  };
  const numipay = { transactions: { list } } as unknown as Numipay;
  const defaults = { numipay, webhook, now: () => noon, onProgress: progress.push.bind(progress) };
  return {
    days,
    ranges,
    received,
    progress,
    webhook,
    inbox,
    numipay,
    ids: () => received.map(({ event }) => event.transaction_id),
    watermark: () => webhook.inbox.checkpoints?.read("reconcile"),
    /** Starts a run. */
    start: (over: Partial<ReconcileOptions> = {}) => reconcile({ ...defaults, ...over }),
    /** Runs to the end and returns all results. */
    async run(over: Partial<ReconcileOptions> = {}): Promise<Reconciled[]> {
      const all: Reconciled[] = [];
      for await (const one of reconcile({ ...defaults, ...over })) all.push(one);
      return all;
    },
  };
}
