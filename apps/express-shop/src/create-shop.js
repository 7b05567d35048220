// @ts-check
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

/**
 * What the routes work with.
 * @typedef {object} ShopContext
 * @property {import("@numipay/core").Numipay} numipay
 * @property {import("./books/books.js").Books} books
 * @property {ReturnType<typeof createBaskets>} baskets
 */

/**
 * The shop as an Express app.
 * @param {object} options
 * @param {import("@numipay/core").Numipay} options.numipay
 * @param {import("@numipay/express").ExpressNumipayWebhook<import("./books/books.js").Tx>} options.webhook
 * @param {import("./books/books.js").Books} options.books
 * @param {string} options.officePassword what the back office asks for
 * @param {string} [options.publicUrl] the shop's own origin, where it is not what requests name
 */
export function createShop({ numipay, webhook, books, officePassword, publicUrl }) {
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

/** @type {import("express").ErrorRequestHandler} */
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
