// A shop with a wallet for each customer: Express, with an inbox and an outbox in its database.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { PGlite } from "@electric-sql/pglite";
import {
  createOutbox,
  Numipay,
  type NumipayOptions,
  type OutcomeReport,
  reconcile,
  type Transaction,
} from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import { pgliteInbox, pgliteJournal, type PgliteTransaction } from "@numipay/sql/pglite";
import express from "express";
import { addPayment, credit, hold, payOut, release, setStatus, type Tx } from "./wallet.js";

/** The only customer. */
export const customer = "ada";
export const currency = "EUR";

export interface ShopOptions {
  /** Its database. It stays open when the shop closes. */
  db: PGlite;
  client: Pick<NumipayOptions, "apiKey" | "baseUrl" | "fetch">;
  signaturePassword: string;
  /** Called with each outcome. */
  onOutcome: (report: OutcomeReport) => void;
  /** Runs in the handler of a successful deposit, after its writes. An error from it is the handler's. */
  afterCredit: () => void;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Opens the shop on a free loopback port. */
export async function openShop({ db, client, afterCredit, ...options }: ShopOptions) {
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

  const webhook = numipayWebhook<PgliteTransaction>({ inbox, ...options });
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

  const server = express().use(webhook).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Requests a cashier page. Returns its URL. */
    async checkOut(trackingId: string, amount: string): Promise<string> {
      await addPayment(db, trackingId);
      const request = { tracking_id: trackingId, user_id: customer, currency, amount };
      return (await checkouts.payments.hostedCheckout(request)).url;
    },
    /** Puts the amount on hold and queues the payout, in one transaction. */
    async withdraw(trackingId: string, amount: string): Promise<void> {
      await db.transaction(async (tx) => {
        await addPayment(tx, trackingId);
        await hold(tx, customer, amount);
        const request = { tracking_id: trackingId, user_id: customer, currency, amount };
        await outbox.enqueue(tx, "payouts.request", request);
      });
    },
    async sendQueued(): Promise<void> {
      await outbox.runOnce();
    },
    async approve(trackingId: string): Promise<void> {
      await numipay.payouts.approve({ tracking_id: trackingId });
    },
    /** Applies missed webhooks from the gateway's list of a day. */
    async reconcile(day: Date): Promise<void> {
      for await (const { error } of reconcile({
        numipay: checkouts,
        webhook,
        from: day,
        to: day,
      })) {
        if (error !== undefined) throw error;
      }
    },
    /** Connections to the shop are then refused. */
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
