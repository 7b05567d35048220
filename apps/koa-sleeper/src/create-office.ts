// @ts-check
import type { Numipay } from "@numipay/core";
import type { KoaNumipayWebhook } from "@numipay/koa";
import { bodyParser } from "@koa/bodyparser";
import Koa from "koa";
import { createBookings } from "./books/bookings.js";
import { createLedger } from "./books/ledger.js";
import { settleBookings } from "./payments/settle-bookings.js";
import { ticketDesk } from "./ticket-desk.js";
import { logDeliveries } from "./web/log-deliveries.js";
import { publicFiles } from "./web/public-files.js";
import { sameOriginOnly } from "./web/same-origin.js";
import { securityHeaders } from "./web/security-headers.js";
import { showErrors } from "./web/show-errors.js";

/** The ticket office as a Koa app, and its books. */
export function createOffice({
  numipay,
  webhook,
  publicUrl,
  log = console.log,
}: {
  numipay: Numipay;
  webhook: KoaNumipayWebhook;
  publicUrl?: string;
  log?: (line: string) => void;
}) {
  const bookings = createBookings();
  const ledger = createLedger();
  settleBookings(webhook, { bookings, ledger }, ({ trackingId, transactionId, why }) => {
    log(`look at ${trackingId} (transaction ${transactionId}): ${why}`);
  });

  const app = new Koa();
  app.use(securityHeaders);
  app.use(showErrors);
  app.use(logDeliveries(log));

  // Genuine deliveries are found in either order of these two lines. Before the parser, the webhook also answers what the
  // parser would refuse in its own way: to a stranger's broken gzip it throws an error without a status.
  app.use(webhook);
  app.use(bodyParser({ formLimit: "4kb" }));

  // After the webhook: the gateway is another origin, and proves itself by its signature.
  app.use(sameOriginOnly(publicUrl));
  app.use(publicFiles);
  app.use(ticketDesk({ numipay, bookings }).routes());

  // Koa calls it an error when somebody closes a ticket's page while its events are still to come.
  app.on("error", (error) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error(error);
  });
  return { app, bookings, ledger };
}
