// A shop with a wallet for each customer: Express, with an inbox and an outbox in its database.
import { createOutbox, Numipay, reconcile, type Transaction } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { pgliteInbox, pgliteJournal, type PgliteTransaction } from "@numipay/sql/pglite";
import express from "express";
import { customer, listen, type Shop, type ShopOptions, toRequest } from "./shop.js";
import { addPayment, credit, hold, payOut, release, setStatus, type Tx } from "./wallet.js";

/** Opens the shop on a free loopback port. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { db, client, signaturePassword, onOutcome, afterCredit, afterDebit } = options;
  const inbox = pgliteInbox({ db });
  const journal = pgliteJournal({ db });
  const numipay = new Numipay({ ...client, journal });
  const checkouts = new Numipay(client);
  const outbox = createOutbox({ numipay, journal, inbox });

  outbox.on("confirmed", ({ tracking_id }, { tx }) => setStatus(tx, tracking_id, "requested"));
  outbox.on("refused", async ({ tracking_id, request }, { tx }) => {
    if ("amount" in request) await refund(tx, tracking_id, request.amount);
  });
  const refund = (tx: PgliteTransaction, trackingId: string, amount: string) =>
    outbox.refundOnce(tx, trackingId, () => release(tx, customer, amount));

  const webhook = numipayWebhook<PgliteTransaction>({ inbox, signaturePassword, onOutcome });
  const setEventStatus = (tx: Tx, { tracking_id, status }: Transaction) =>
    setStatus(tx, tracking_id, status);
  webhook.on("deposit.pending", (event, { tx }) => setEventStatus(tx, event));
  webhook.on("withdrawal.pending", (event, { tx }) => setEventStatus(tx, event));
  webhook.on("deposit.successful", async (event, { tx }) => {
    await setEventStatus(tx, event);
    await credit(tx, event);
    afterCredit();
  });
  webhook.on("withdrawal.successful", async (event, { tx }) => {
    await setEventStatus(tx, event);
    await payOut(tx, event);
  });
  webhook.on("withdrawal.rejected", async (event, { tx }) => {
    await setEventStatus(tx, event);
    await refund(tx, event.tracking_id, event.amount);
  });

  return {
    ...(await listen(express().use(webhook))),
    async checkOut(trackingId, amount) {
      await addPayment(db, trackingId);
      return (await checkouts.payments.hostedCheckout(toRequest(trackingId, amount))).url;
    },
    async withdraw(trackingId, amount) {
      // Both commit, or neither.
      await db.transaction(async (tx) => {
        await addPayment(tx, trackingId);
        await hold(tx, customer, amount);
        await outbox.enqueue(tx, "payouts.request", toRequest(trackingId, amount));
      });
      afterDebit();
    },
    async sendQueued() {
      await outbox.runOnce();
    },
    async approve(trackingId) {
      await numipay.payouts.approve({ tracking_id: trackingId });
    },
    async reconcile(day) {
      for await (const { error } of reconcile({
        numipay: checkouts,
        webhook,
        from: day,
        to: day,
      })) {
        if (error !== undefined) throw error;
      }
    },
  };
}
