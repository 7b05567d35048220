// What the gateway's webhooks change in the shop. On PostgreSQL, handlers write through `tx`, which commits together with
// the inbox's record of the event.
import type { EventHandler, Transaction } from "@numipay/core";
import type { ExpressNumipayWebhook } from "@numipay/express";
import { accounts } from "../store/ledger.js";
import { toCents, toDecimal } from "../store/money.js";
import type { Payouts } from "./payouts.js";
import { isFinal, type Row, type ShopStore, type Tx } from "../store/store.js";

export function handleWebhooks(
  webhook: ExpressNumipayWebhook<Tx>,
  store: ShopStore,
  payouts: Pick<Payouts, "refundOnce">,
): void {
  webhook.on("deposit.successful", async (event, { tx, idempotencyKey: key }) => {
    const db = store.within(tx);
    const order = await checkRow(db, await db.findOrder(event.tracking_id), { event, key });
    if (order === undefined) return;
    // Updates order and ledger in one step. Without a `tx` it can run twice; the key makes the second run a no-op.
    await db.finalize(order, "paid", {
      key,
      from: accounts.gateway,
      to: order.kind === "order" ? accounts.sales : accounts.wallet(order.customer),
      transactionId: event.transaction_id,
    });
  });

  const failOrder =
    (state: "declined" | "expired"): EventHandler<"deposit.*", Tx> =>
    async (event, { tx, idempotencyKey: key }) => {
      const db = store.within(tx);
      const order = await checkRow(db, await db.findOrder(event.tracking_id), { event, key });
      if (order !== undefined) await db.finalize(order, state, { key });
    };
  webhook.on("deposit.rejected", failOrder("declined"));
  webhook.on("deposit.expired", failOrder("expired"));

  webhook.on("deposit.pending", async (event, { tx, idempotencyKey: key }) => {
    const db = store.within(tx);
    const order = await checkRow(db, await db.findOrder(event.tracking_id), { event, key });
    if (order !== undefined) await db.move(order, "processing");
  });

  // A rejected or expired payout returns the held amount to the wallet.
  const finishWithdrawal =
    (state: "paid" | "rejected" | "expired"): EventHandler<"withdrawal.*", Tx> =>
    async (event, { tx, idempotencyKey: key }) => {
      const db = store.within(tx);
      const row = await db.findWithdrawal(event.tracking_id);
      const withdrawal = await checkRow(db, row, { event, key });
      if (withdrawal === undefined) return;
      const { customer } = withdrawal;
      const finalize = () =>
        db.finalize(withdrawal, state, {
          key,
          from: accounts.held(customer),
          to: state === "paid" ? accounts.gateway : accounts.wallet(customer),
          transactionId: event.transaction_id,
        });
      // A payout that was refused returns it too. Only one of them does.
      if (state === "paid") await finalize();
      else await payouts.refundOnce(tx, withdrawal.id, finalize);
    };
  webhook.on("withdrawal.successful", finishWithdrawal("paid"));
  webhook.on("withdrawal.rejected", finishWithdrawal("rejected"));
  webhook.on("withdrawal.expired", finishWithdrawal("expired"));

  // Rejecting a payout takes the gateway's id, which only this event contains.
  webhook.on("withdrawal.pending", async (event, { tx, idempotencyKey: key }) => {
    const db = store.within(tx);
    const row = await db.findWithdrawal(event.tracking_id);
    const withdrawal = await checkRow(db, row, { event, key });
    if (withdrawal === undefined) return;
    await db.move(withdrawal, "review", { transactionId: event.transaction_id });
  });
}

interface KeyedEvent {
  event: Transaction;
  key: string;
}

/**
 * Returns the row if the event matches it. A mismatch is flagged for review and changes nothing else. It does not throw:
 * a retry by the gateway would not match either.
 */
async function checkRow<Kind extends Row>(
  db: ShopStore,
  row: Kind | undefined,
  { event, key }: KeyedEvent,
): Promise<Kind | undefined> {
  const reason = findMismatch(row, { event, key });
  if (reason === undefined) return row;
  const { tracking_id: trackingId, transaction_id: transactionId } = event;
  await db.flag({ key, trackingId, transactionId, reason });
  if (row !== undefined) await db.move(row, "flagged");
  return undefined;
}

/** The signature proves the sender. The shop still has to check that it requested this payment. */
function findMismatch(row: Row | undefined, { event, key }: KeyedEvent): string | undefined {
  const type = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${type} for an unknown payment`;
  if (event.currency !== row.currency || toCents(event.amount) !== row.cents) {
    return `${type} of ${event.amount} ${event.currency}, expected ${toDecimal(row.cents)} ${row.currency}`;
  }
  // The same key is a duplicate. Another key is a second transaction, or another result of this one.
  return isFinal(row) && row.finalizedBy !== key
    ? `${type}, but it is already ${row.state}`
    : undefined;
}
