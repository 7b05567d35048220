import { setTimeout as pause } from "node:timers/promises";
import {
  createOutbox,
  type Inbox,
  type Numipay,
  type Outbox,
  type OutboxWorker,
} from "@numipay/core";
import type { PayoutJournal } from "../open-storage.js";
import { accounts } from "../store/ledger.js";
import { toDecimal } from "../store/money.js";
import type { ShopStore, Tx, Withdrawal } from "../store/store.js";

/** How long a customer waits for the gateway's page before the wallet's page is shown, which updates itself. */
const pageTimeoutMs = 2_000;
const pageIntervalMs = 25;

export interface Payouts {
  /** Queues the payout of a withdrawal in the transaction that puts its amount on hold. */
  queue: (tx: Tx, withdrawal: Withdrawal, returnUrl: string) => Promise<void>;
  /** Returns the page on which the customer confirms the withdrawal, or undefined if it is not known yet. */
  waitForPage: (id: string) => Promise<string | undefined>;
  /** Runs a refund unless this withdrawal was refunded before. */
  refundOnce: Outbox<Tx>["refundOnce"];
  /** Starts sending. Returns a function that stops it. */
  start: () => () => Promise<void>;
}

export interface PayoutsOptions {
  /** Created with `journal`. */
  numipay: Numipay;
  journal: PayoutJournal;
  inbox: Inbox<Tx>;
  store: ShopStore;
}

/** Creates the outbox of payouts. It sends each once, also if the shop is killed after the amount was put on hold. */
export function createPayouts({ numipay, journal, inbox, store }: PayoutsOptions): Payouts {
  const outbox = createOutbox<Tx>({ numipay, journal, inbox });
  let worker: OutboxWorker | undefined;

  outbox.on("confirmed", async ({ tracking_id, response }, { tx }) => {
    const db = store.within(tx);
    const withdrawal = await db.findWithdrawal(tracking_id);
    if (withdrawal === undefined) return;
    if (response === undefined || !("url" in response)) {
      // The payout exists, but the response with its page was lost. It expires unless the customer finds the page.
      await moveFromStart(db, withdrawal, "unknown", { lastKnownStatus: "found" });
      return;
    }
    await moveFromStart(db, withdrawal, "waiting", { cashierUrl: response.url });
  });

  outbox.on("refused", async ({ tracking_id }, { tx }) => {
    const db = store.within(tx);
    const withdrawal = await db.findWithdrawal(tracking_id);
    if (withdrawal === undefined) return;
    const { customer } = withdrawal;
    await outbox.refundOnce(tx, tracking_id, () =>
      db.finalize(withdrawal, "refused", {
        key: `release:${tracking_id}`,
        from: accounts.held(customer),
        to: accounts.wallet(customer),
      }),
    );
  });

  outbox.on("unknown", async ({ tracking_id, lastKnownStatus }, { tx }) => {
    const db = store.within(tx);
    const withdrawal = await db.findWithdrawal(tracking_id);
    if (withdrawal === undefined) return;
    await moveFromStart(db, withdrawal, "unknown", {
      lastKnownStatus: lastKnownStatus?.state ?? "not-known",
    });
  });

  return {
    async queue(tx, { id, customer, currency, cents }, returnUrl) {
      await outbox.enqueue(tx, "payouts.request", {
        tracking_id: id,
        user_id: customer,
        currency,
        amount: toDecimal(cents),
        return_url: returnUrl,
      });
    },
    async waitForPage(id) {
      worker?.poll();
      const endsAtMs = performance.now() + pageTimeoutMs;
      // Reads the store, because another process may send it.
      while (performance.now() < endsAtMs) {
        const withdrawal = await store.findWithdrawal(id);
        if (withdrawal?.state !== "opening") return withdrawal?.cashierUrl;
        await pause(pageIntervalMs);
      }
      return undefined;
    },
    refundOnce: (tx, trackingId, refund) => outbox.refundOnce(tx, trackingId, refund),
    start() {
      const started = outbox.start();
      worker = started;
      return () => started.stop();
    },
  };
}

/** A webhook may have come first, and what it recorded stays. */
async function moveFromStart(
  db: ShopStore,
  withdrawal: Withdrawal,
  ...[state, change]: ["waiting" | "unknown", Pick<Withdrawal, "cashierUrl" | "lastKnownStatus">]
): Promise<void> {
  const { state: from } = withdrawal;
  if (from !== "opening" && from !== "unknown") return;
  await db.move(withdrawal, state, { ...change, from });
}
