import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Numipay } from "@numipay/core";
import type { ExpressNumipayWebhook } from "@numipay/express";
import { createBaskets } from "./baskets.js";
import { messagePage } from "./pages/page.js";
import { handleWebhooks } from "./payments/handle-webhooks.js";
import type { Payouts } from "./payments/payouts.js";
import { officeRoutes } from "./routes/office-routes.js";
import { orderRoutes } from "./routes/order-routes.js";
import { shopRoutes } from "./routes/shop-routes.js";
import { walletRoutes } from "./routes/wallet-routes.js";
import type { ShopContext } from "./shop-context.js";
import type { ShopStore, Tx } from "./store/store.js";
import { identifyCustomer } from "./web/identify-customer.js";
import { requirePassword } from "./web/require-password.js";
import { requireSameOrigin } from "./web/same-origin.js";
import { securityHeaders } from "./web/security-headers.js";

export interface ShopOptions {
  numipay: Numipay;
  webhook: ExpressNumipayWebhook<Tx>;
  store: ShopStore;
  payouts: Payouts;
  officePassword: string;
  /** The shop's public origin. Defaults to the `Host` of each request. */
  publicUrl?: string | undefined;
}

const assets = [
  fileURLToPath(new URL("../../src/public", import.meta.url)),
  fileURLToPath(new URL("../public", import.meta.url)),
];

/** Creates the Express app. */
export function createShop(options: ShopOptions): Express {
  const { numipay, webhook, store, payouts, officePassword, publicUrl } = options;
  const shop: ShopContext = { numipay, store, payouts, baskets: createBaskets() };
  handleWebhooks(webhook, store, payouts);

  const app = express();
  app.disable("x-powered-by");
  app.set("publicUrl", publicUrl);

  // Before the same-origin check: the gateway has another origin and authenticates with its signature.
  app.use(webhook);

  app.use(securityHeaders);
  for (const folder of assets) app.use(express.static(folder, { index: false }));
  app.use(requireSameOrigin, express.urlencoded({ extended: false, limit: "4kb" }));

  app.use("/office", requirePassword(officePassword), officeRoutes(shop));
  app.use(identifyCustomer, shopRoutes(shop), orderRoutes(shop), walletRoutes(shop));

  app.use((_request, response) => {
    response
      .status(404)
      .send(messagePage("Page not found", "Check the address, or go back to the shop."));
  });
  app.use(sendErrorPage);
  return app;
}

const sendErrorPage: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  // The body parser sets a 4xx status on requests that it cannot read.
  const status = clientErrorStatus(error) ?? 502;
  if (status === 502) console.error(error);
  response
    .status(status)
    .send(messagePage("Something went wrong", "You were not charged. Please try again later."));
};

function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  const { status } = error;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
