import { bodyParser } from "@koa/bodyparser";
import type { Numipay } from "@numipay/core";
import type { KoaNumipayWebhook } from "@numipay/koa";
import Koa from "koa";
import type { Tx } from "./open-inbox.js";
import { handleWebhooks } from "./payments/handle-webhooks.js";
import { createBookings } from "./store/bookings.js";
import { createLedger } from "./store/ledger.js";
import { ticketRoutes } from "./ticket-routes.js";
import { errorPages } from "./web/error-pages.js";
import { logDeliveries } from "./web/log-deliveries.js";
import { publicFiles } from "./web/public-files.js";
import { requireSameOrigin } from "./web/same-origin.js";
import { securityHeaders } from "./web/security-headers.js";

export interface OfficeOptions {
  numipay: Numipay;
  webhook: KoaNumipayWebhook<Tx>;
  /** The office's public origin. Defaults to the `Host` of each request. */
  publicUrl?: string | undefined;
  /** Defaults to `console.log`. */
  log?: (line: string) => void;
}

/** Creates the Koa app and its data. */
export function createOffice({ numipay, webhook, publicUrl, log = console.log }: OfficeOptions) {
  const bookings = createBookings();
  const ledger = createLedger();
  handleWebhooks(webhook, { bookings, ledger }, ({ trackingId, transactionId, reason }) => {
    log(`review ${trackingId} (transaction ${transactionId}): ${reason}`);
  });

  const app = new Koa();
  app.use(securityHeaders);
  app.use(errorPages);
  app.use(logDeliveries(log));

  // The webhook also works after the body parser. Before it, the webhook also responds to invalid deliveries: the parser
  // throws an error without a status on a broken gzip body.
  app.use(webhook);
  app.use(bodyParser({ formLimit: "4kb" }));

  // After the webhook: the gateway has another origin and authenticates with its signature.
  app.use(requireSameOrigin(publicUrl));
  app.use(publicFiles);
  app.use(ticketRoutes({ numipay, bookings }).routes());

  // Koa emits an error when a browser closes a page whose event stream is open.
  app.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error(error);
  });
  return { app, bookings, ledger };
}
