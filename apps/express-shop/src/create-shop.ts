// @ts-check
import type { Numipay } from "@numipay/core";
import type { ExpressNumipayWebhook } from "@numipay/express";
import type { Books, Tx } from "./books/books.js";
import { fileURLToPath } from "node:url";
import express from "express";
import { createBaskets } from "./baskets.js";
import { messagePage } from "./pages/page.js";
import { bookPayments } from "./payments/book-payments.js";
import { officeRoutes } from "./routes/office-routes.js";
import { orderRoutes } from "./routes/order-routes.js";
import { shopRoutes } from "./routes/shop-routes.js";
import { walletRoutes } from "./routes/wallet-routes.js";
import { knowCustomer } from "./web/know-customer.js";
import { officeOnly } from "./web/office-only.js";
import { sameOriginOnly } from "./web/same-origin.js";
import { securityHeaders } from "./web/security-headers.js";

/** What the routes work with. */
export interface ShopContext {
  numipay: Numipay;
  books: Books;
  baskets: ReturnType<typeof createBaskets>;
}

/** The shop as an Express app. */
export function createShop({
  numipay,
  webhook,
  books,
  officePassword,
  publicUrl,
}: {
  numipay: Numipay;
  webhook: ExpressNumipayWebhook<Tx>;
  books: Books;
  officePassword: string;
  publicUrl?: string;
}) {
  const shop = { numipay, books, baskets: createBaskets() };
  bookPayments(webhook, books);

  const app = express();
  app.disable("x-powered-by");
  app.set("publicUrl", publicUrl);

  // Before the check of forms: the gateway is another origin, and proves itself by its signature.
  app.use(webhook);

  app.use(securityHeaders);
  app.use(express.static(fileURLToPath(new URL("public", import.meta.url)), { index: false }));
  app.use(sameOriginOnly, express.urlencoded({ extended: false, limit: "4kb" }));
  app.use((request, _response, next) => {
    request.body ??= {};
    next();
  });

  app.use("/office", officeOnly(officePassword), officeRoutes(shop));
  app.use(knowCustomer, shopRoutes(shop), orderRoutes(shop), walletRoutes(shop));

  app.use((_request, response) => {
    response.status(404).send(messagePage("Nothing here", "This page has left with the tide."));
  });
  app.use(reportError);
  return app;
}

function reportError(error, _request, response, next) {
  if (response.headersSent) {
    next(error);
    return;
  }
  // A body that cannot be read is the sender's fault, and says so in its status.
  const status = error.status >= 400 && error.status < 500 ? error.status : 502;
  if (status === 502) console.error(error);
  response
    .status(status)
    .send(messagePage("That did not work", "Nothing was charged. Please try again in a while."));
}
