// @ts-check
// What the gateway's webhooks do to the books. Each change comes here once, verified.
import { isFinal } from "../books/books.js";
import { accounts } from "../books/ledger.js";
import { toCents, toDecimal } from "../books/money.js";

/**
 * @param {import("@numipay/express").ExpressNumipayWebhook} webhook
 * @param {import("../books/books.js").Books} books
 */
export function bookPayments(webhook, books) {
  const { ledger, orders, withdrawals } = books;

  webhook.on("deposit.successful", async (event, { idempotencyKey }) => {
    const order = findExpected(books, orders, event);
    if (order === undefined) return;
    ledger.transfer({
      key: idempotencyKey,
      from: accounts.gateway,
      to: order.kind === "order" ? accounts.sales : accounts.wallet(order.customer),
      ...whatMoved(order, event),
    });
    books.move(order, "paid");
  });

  webhook.on("withdrawal.successful", async (event, { idempotencyKey }) => {
    const withdrawal = findExpected(books, withdrawals, event);
    if (withdrawal === undefined) return;
    ledger.transfer({
      key: idempotencyKey,
      from: accounts.held(withdrawal.customer),
      to: accounts.gateway,
      ...whatMoved(withdrawal, event),
    });
    books.move(withdrawal, "paid");
  });

  // A payout that came to nothing gives the customer back what was held for it.
  /** @type {(state: "rejected" | "expired") => import("@numipay/core").EventHandler<"withdrawal.*">} */
  const giveBack =
    (state) =>
    async (event, { idempotencyKey }) => {
      const withdrawal = findExpected(books, withdrawals, event);
      if (withdrawal === undefined) return;
      ledger.transfer({
        key: idempotencyKey,
        from: accounts.held(withdrawal.customer),
        to: accounts.wallet(withdrawal.customer),
        ...whatMoved(withdrawal, event),
      });
      books.move(withdrawal, state);
    };
  webhook.on("withdrawal.rejected", giveBack("rejected"));
  webhook.on("withdrawal.expired", giveBack("expired"));

  webhook.on("deposit.pending", async (event) => {
    const order = findExpected(books, orders, event);
    if (order !== undefined) books.move(order, "processing");
  });
  webhook.on("deposit.rejected", async (event) => {
    const order = findExpected(books, orders, event);
    if (order !== undefined) books.move(order, "declined");
  });
  webhook.on("deposit.expired", async (event) => {
    const order = findExpected(books, orders, event);
    if (order !== undefined) books.move(order, "expired");
  });
  // The gateway's own id of a payout comes with its webhook only, and rejecting it takes that id.
  webhook.on("withdrawal.pending", async (event) => {
    const withdrawal = findExpected(books, withdrawals, event);
    if (withdrawal === undefined) return;
    books.move(withdrawal, "review", { transactionId: event.transaction_id });
  });
}

/**
 * The record that an event is about. Undefined where none fits: that is noted for a person and books nothing. It does
 * not throw, for the gateway would send the same event again and again, and it would fit no better.
 * @template {import("../books/books.js").Order | import("../books/books.js").Withdrawal} Row
 * @param {import("../books/books.js").Books} books
 * @param {Map<string, Row>} rows
 * @param {import("@numipay/core").Transaction} event
 * @returns {Row | undefined}
 */
function findExpected(books, rows, event) {
  const row = rows.get(event.tracking_id);
  const why = whyNot(row, event);
  if (why === undefined) return row;
  books.flag({ trackingId: event.tracking_id, transactionId: event.transaction_id, why });
  if (row !== undefined) books.move(row, "flagged");
  return undefined;
}

/** The signature says who sent it. That it is what we asked for is ours to check. */
function whyNot(row, event) {
  const told = `${event.transaction_type}.${event.status}`;
  if (row === undefined) return `${told} for a payment that we never asked for`;
  const cents = toCents(event.amount);
  if (event.currency !== row.currency || cents !== row.cents) {
    return `${told} of ${event.amount} ${event.currency}, but we asked for ${toDecimal(row.cents)} ${row.currency}`;
  }
  // The inbox lets no repetition through, so this is news: another transaction, or another ending of this one.
  return isFinal(row) ? `${told}, of what is ${row.state} already` : undefined;
}

/** @param {import("../books/books.js").Order | import("../books/books.js").Withdrawal} row */
function whatMoved(row, event) {
  const { cents, currency, id } = row;
  return { cents, currency, trackingId: id, transactionId: event.transaction_id };
}
