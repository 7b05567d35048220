// @ts-check
import type { ShopContext } from "../create-shop.js";
import { Router } from "express";
import { isNumipayError } from "@numipay/core";
import { officePage, officeView } from "../pages/office-page.js";
import { decidePayout } from "../payments/decide-payout.js";
import { findOut } from "../payments/find-out.js";
import { streamLiveView } from "../web/live-view.js";

export function officeRoutes(shop: ShopContext) {
  const { books } = shop;
  const routes = Router();

  routes.get("/", async (_request, response) => {
    response.send(await officePage(books));
  });

  routes.get("/events", (_request, response) => {
    streamLiveView(response, books, () => officeView(books));
  });

  routes.param("payout", async (_request, response, next, id) => {
    response.locals.payout = await books.findWithdrawal(id);
    next(response.locals.payout === undefined ? "router" : undefined);
  });

  routes.post("/payouts/:payout/find-out", async (_request, response) => {
    await findOut(shop, response.locals.payout);
    response.redirect(303, "/office");
  });

  for (const decision of ["approve", "reject"] as const) {
    routes.post(`/payouts/:payout/${decision}`, async (_request, response) => {
      try {
        await decidePayout(shop, response.locals.payout, decision);
        response.redirect(303, "/office");
      } catch (error) {
        // Staff may read what the gateway said; customers are told less.
        if (!isNumipayError(error)) throw error;
        response.status(502).send(await officePage(books, error.message));
      }
    });
  }

  return routes;
}
