import type { Numipay } from "../../src/client/numipay.js";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import type { DayRange } from "../../src/client/transactions.js";
import type { Reconciled } from "../../src/reconcile/apply-found.js";
import { reconcile } from "../../src/reconcile/reconcile.js";
import type { ReconcileOptions, ReconcileProgress } from "../../src/reconcile/reconcile-options.js";
import type { EventContext } from "../../src/webhooks/emitter.js";
import type { Inbox } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";

/** 20 November 2026, noon. */
export const noon = Date.UTC(2026, 10, 20, 12);

/** A deposit of a day, successful. */
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

/** An inbox in memory that stands for one on a database: what it knows is as old as the test. */
export const lastingInbox = (): Inbox => ({ ...memoryInbox(), durable: true });

/** A gateway that is its list alone, and a shop with a real webhook and inbox. */
export function openShop(
  days: Record<string, Transaction[]>,
  options: WebhookOptions<Request> = {},
) {
  const asked: DayRange[] = [];
  const heard: { event: Transaction; context: EventContext }[] = [];
  const progress: ReconcileProgress[] = [];
  const inbox = lastingInbox();
  const webhook = numipayWebhook({
    signaturePassword: "a-signature-password-of-30-chars",
    inbox,
    onOutcome: () => undefined,
    ...options,
  });
  webhook.on("*", (event, context) => void heard.push({ event, context }));
  const list = async (range?: DayRange): Promise<Transaction[]> => {
    if (range === undefined) throw new Error("the reconciler names its days");
    asked.push(range);
    return Object.entries(days)
      .filter(([day]) => day >= String(range.from) && day <= String(range.to))
      .flatMap(([, transactions]) => structuredClone(transactions));
  };
  const numipay = { transactions: { list } } as unknown as Numipay;
  const given = { numipay, webhook, now: () => noon, onProgress: progress.push.bind(progress) };
  return {
    days,
    asked,
    heard,
    progress,
    webhook,
    inbox,
    numipay,
    ids: () => heard.map(({ event }) => event.transaction_id),
    mark: () => webhook.inbox.checkpoints?.read("reconcile"),
    /** Starts a run. */
    start: (over: Partial<ReconcileOptions> = {}) => reconcile({ ...given, ...over }),
    /** Runs it to its end. */
    async run(over: Partial<ReconcileOptions> = {}): Promise<Reconciled[]> {
      const all: Reconciled[] = [];
      for await (const one of reconcile({ ...given, ...over })) all.push(one);
      return all;
    },
  };
}
