import { createOutbox, isAlreadyQueuedError, type Numipay } from "@numipay/core";
import { afterResult } from "./after-result.js";
import type { OutboxDatabase } from "./payer-store.js";
import type { PayerFaults } from "./payer-steps.js";
import type { PayerWay } from "./payer-way.js";
import { toPayout } from "./to-payout.js";

export interface OutboxWayOptions {
  numipay: Numipay;
  database: OutboxDatabase;
  /** The journal of the client, with the steps. */
  journal: OutboxDatabase["journal"];
  faults: PayerFaults;
  /** How many calls the worker sends at once. */
  concurrency: number;
  /** See `withPayerSteps`. */
  offered: string[] | undefined;
  /** Negative control: queues the payout in a transaction of its own, after the debit. */
  missesTx: boolean;
}

/** Debits the wallet and queues the payout in one transaction. A worker sends it, and handlers refund or confirm. */
export function outboxWay({
  numipay,
  database,
  journal,
  faults: { reach },
  concurrency,
  offered,
  missesTx,
}: OutboxWayOptions): PayerWay {
  const outbox = createOutbox({
    numipay,
    journal,
    inbox: database.inbox,
    // Each failure is repeated.
    onError: () => undefined,
  });
  const refund = (tx: unknown, tracking_id: string) => {
    reach("before-effect");
    const refunded = outbox.refundOnce(tx, tracking_id, () =>
      database.write(tx, { tracking_id, kind: "refund" }),
    );
    return afterResult(refunded, () => reach("after-effect"));
  };
  outbox.on("refused", ({ tracking_id }, { tx }) => refund(tx, tracking_id));
  outbox.on("confirmed", ({ tracking_id }, { tx }) => {
    reach("before-effect");
    const written = database.write(tx, { tracking_id, kind: "confirmed" });
    return afterResult(written, () => reach("after-effect"));
  });
  // Without a handler, nothing would be done about it. A shop would alert.
  outbox.on("unknown", () => undefined);
  const worker = outbox.start({ concurrency, pollIntervalMs: 50 });

  const debit = (tx: unknown, tracking_id: string) => {
    reach("before-debit");
    return afterResult(database.write(tx, { tracking_id, kind: "debit" }), () =>
      reach("after-debit"),
    );
  };
  const enqueue = (tx: unknown, tracking_id: string) =>
    afterResult(outbox.enqueue(tx, "payouts.request", toPayout(tracking_id)), () =>
      reach("after-enqueue"),
    );

  async function payOnce(tracking_id: string) {
    await database.transact((tx) =>
      afterResult(debit(tx, tracking_id), () => enqueue(tx, tracking_id)),
    );
    reach("after-commit");
  }

  async function payInTwo(tracking_id: string) {
    if (await database.hasDebit(tracking_id)) return;
    await database.transact((tx) => debit(tx, tracking_id));
    await database.transact((tx) => enqueue(tx, tracking_id));
    reach("after-commit");
  }

  return {
    async pay(tracking_id) {
      try {
        await (missesTx ? payInTwo(tracking_id) : payOnce(tracking_id));
      } catch (error) {
        // An earlier request committed, and its response was lost.
        if (!isAlreadyQueuedError(error)) return { outcome: "retry", reason: String(error) };
      }
      // The other payer that got this request takes it too.
      offered?.push(tracking_id);
      if (offered !== undefined) worker.poll();
      return { outcome: "accepted" };
    },
    refundRejected: (tracking_id, tx) => refund(tx, tracking_id),
    stop: () => worker.stop(),
  };
}
