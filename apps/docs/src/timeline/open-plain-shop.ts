// The negative control: a shop that checks signatures and credits at once, as many are written. It has no inbox and no outbox.
import { isInvalidSignatureError, Numipay, type Transaction, verifySignature } from "@numipay/core";
import express from "express";
import { customer, listen, type Shop, type ShopOptions, toRequest } from "./shop.js";
import { addPayment, credit, hold, payOut, setStatus } from "./wallet.js";

/** Opens the shop on a free loopback port. */
export async function openPlainShop(options: ShopOptions): Promise<Shop> {
  const { db, client, signaturePassword, onOutcome, afterCredit, afterDebit } = options;
  const numipay = new Numipay(client);
  const app = express();
  app.post("/webhooks/numipay", express.text({ type: "*/*" }), async (request, response) => {
    const signature = request.get("x-signature");
    try {
      const verified = verifySignature({ body: request.body, signature, signaturePassword });
      await apply(verified.payload as Transaction);
    } catch (error) {
      const isForged = isInvalidSignatureError(error);
      onOutcome({ outcome: isForged ? "rejected" : "failed", error });
      return response.sendStatus(isForged ? 401 : 500);
    }
    onOutcome({ outcome: "applied" });
    return response.sendStatus(200);
  });

  async function apply(event: Transaction): Promise<void> {
    await setStatus(db, event.tracking_id, event.status);
    if (event.status !== "successful") return;
    if (event.transaction_type === "withdrawal") return payOut(db, event);
    await credit(db, event);
    afterCredit();
  }

  return {
    ...(await listen(app)),
    async checkOut(trackingId, amount) {
      await addPayment(db, trackingId);
      return (await numipay.payments.hostedCheckout(toRequest(trackingId, amount))).url;
    },
    async withdraw(trackingId, amount) {
      await addPayment(db, trackingId);
      await hold(db, customer, amount);
      afterDebit();
      await numipay.payouts.request(toRequest(trackingId, amount));
    },
    // It has no queue and reads no list.
    sendQueued: async () => undefined,
    reconcile: async () => undefined,
    async approve(trackingId) {
      await numipay.payouts.approve({ tracking_id: trackingId });
    },
  };
}
