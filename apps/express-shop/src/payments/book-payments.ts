// @ts-check
// What the gateway's webhooks do to the books. Each change comes here once, verified. On PostgreSQL all of it is written
// through `tx`, and is there if and only if the inbox has the change on record.
import type { Books, Order, Tx, Withdrawal } from "../books/books.js";
import type { ExpressNumipayWebhook } from "@numipay/express";
import type { EventHandler, Transaction } from "@numipay/core";
import { isFinal } from "../books/books.js";
import { accounts } from "../books/ledger.js";
import { toCents, toDecimal } from "../books/money.js";

export type Row = Order | Withdrawal;

export interface Told {
  event: Transaction;
  key: string;
}

export function bookPayments(webhook: ExpressNumipayWebhook<Tx>, books: Books) {
  webhook.on("deposit.successful", async (event, { tx, idempotencyKey: key }) => {
    const now = books.within(tx);
    const order = await findExpected(now, await now.findOrder(event.tracking_id), { event, key });
    if (order === undefined) return;
    // The order and the ledger in one step. Without a `tx` it may come twice: under one key, it counts once.
    await now.settle(order, "paid", {
      key,
      from: accounts.gateway,
      to: order.kind === "order" ? accounts.sales : accounts.wallet(order.customer),
      transactionId: event.transaction_id,
    });
  });

  const comeToNothing: (state: "declined" | "expired") => EventHandler<"deposit.*", Tx> =
    (state) =>
    async (event, { tx, idempotencyKey: key }) => {
      const now = books.within(tx);
      const order = await findExpected(now, await now.findOrder(event.tracking_id), { event, key });
      if (order !== undefined) await now.settle(order, state, { key });
    };
  webhook.on("deposit.rejected", comeToNothing("declined"));
  webhook.on("deposit.expired", comeToNothing("expired"));

  webhook.on("deposit.pending", async (event, { tx, idempotencyKey: key }) => {
    const now = books.within(tx);
    const order = await findExpected(now, await now.findOrder(event.tracking_id), { event, key });
    if (order !== undefined) await now.move(order, "processing");
  });

  // A payout that came to nothing gives the customer back what was held for it.
  const payOut: (state: "paid" | "rejected" | "expired") => EventHandler<"withdrawal.*", Tx> =
    (state) =>
    async (event, { tx, idempotencyKey: key }) => {
      const now = books.within(tx);
      const row = await now.findWithdrawal(event.tracking_id);
      const withdrawal = await findExpected(now, row, { event, key });
      if (withdrawal === undefined) return;
      const { customer } = withdrawal;
      await now.settle(withdrawal, state, {
        key,
        from: accounts.held(customer),
        to: state === "paid" ? accounts.gateway : accounts.wallet(customer),
        transactionId: event.transaction_id,
      });
    };
  webhook.on("withdrawal.successful", payOut("paid"));
  webhook.on("withdrawal.rejected", payOut("rejected"));
  webhook.on("withdrawal.expired", payOut("expired"));

  // The gateway's own id of a payout comes with its webhook only, and rejecting it takes that id.
  webhook.on("withdrawal.pending", async (event, { tx, idempotencyKey: key }) => {
    const now = books.within(tx);
    const row = await now.findWithdrawal(event.tracking_id);
    const withdrawal = await findExpected(now, row, { event, key });
    if (withdrawal === undefined) return;
    await now.move(withdrawal, "review", { transactionId: event.transaction_id });
  });
}

/**
 * The row, where the event fits it. Undefined where it does not: that is noted for a person and books nothing. It does
 * not throw, for the gateway would send the same event again and again, and it would fit no better.
 */
async function findExpected<Kind extends Row>(
  books: Books,
  row: Kind | undefined,
  { event, key }: Told,
): Promise<Kind | undefined> {
  const why = whyNot(row, { event, key });
  if (why === undefined) return row;
  const { tracking_id: trackingId, transaction_id: transactionId } = event;
  await books.flag({ key, trackingId, transactionId, why });
  if (row !== undefined) await books.move(row, "flagged");
  return undefined;
}

/** The signature says who sent it. That it is what we asked for is ours to check. */
function whyNot(row: Row | undefined, { event, key }: Told) {
  const told = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${told} for a payment that we never asked for`;
  const cents = toCents(event.amount);
  if (event.currency !== row.currency || cents !== row.cents) {
    return `${told} of ${event.amount} ${event.currency}, but we asked for ${toDecimal(row.cents)} ${row.currency}`;
  }
  // What this very change has settled is no news. Anything else is: another transaction, or another ending of this one.
  return isFinal(row) && row.settledBy !== key
    ? `${told}, of what is ${row.state} already`
    : undefined;
}
