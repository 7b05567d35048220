import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PGlite } from "@electric-sql/pglite";
import type { NumipayOptions } from "@numipay/core";
import type { Express } from "express";

/** What the gateway and the customer can do with a shop. */
export interface Shop {
  url: string;
  /** Requests a cashier page. Returns its URL. */
  checkOut: (trackingId: string, amount: string) => Promise<string>;
  /** Puts an amount on hold, and requests or queues its payout. */
  withdraw: (trackingId: string, amount: string) => Promise<void>;
  sendQueued: () => Promise<void>;
  approve: (trackingId: string) => Promise<void>;
  /** Applies missed webhooks from the gateway's list of a day. */
  reconcile: (day: Date) => Promise<void>;
  /** Connections to the shop are then refused. */
  close: () => Promise<void>;
}

export interface ShopOptions {
  /** Its database. It stays open when the shop closes. */
  db: PGlite;
  client: Pick<NumipayOptions, "apiKey" | "baseUrl" | "fetch">;
  signaturePassword: string;
  /** Called with the outcome of each delivery, and with what explains it. */
  onOutcome: (report: { outcome: string; reason?: string | undefined; error?: unknown }) => void;
  /** Runs in the handler of a successful deposit, after its writes. An error from it is the handler's. */
  afterCredit: () => void;
  /** Runs when the debit of a withdrawal is committed. */
  afterDebit: () => void;
}

/** The only customer, and what a shop requests for her. */
export const customer = "ada";
export const toRequest = (trackingId: string, amount: string) => ({
  tracking_id: trackingId,
  user_id: customer,
  currency: "EUR",
  amount,
});

/** Starts an app on a free loopback port. */
export async function listen(app: Express): Promise<Pick<Shop, "url" | "close">> {
  const server: Server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
