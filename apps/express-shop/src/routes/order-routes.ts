// @ts-check
import type { ShopContext } from "../create-shop.js";
import { Router } from "express";
import { orderPage, orderView } from "../pages/order-page.js";
import { findOut } from "../payments/find-out.js";
import { openCheckout } from "../payments/open-checkout.js";
import { originOf } from "../web/same-origin.js";
import { streamLiveView } from "../web/live-view.js";

export function orderRoutes(shop: ShopContext) {
  const { books } = shop;
  const routes = Router();

  // An order is shown to the customer who made it, and for anybody else there is none.
  routes.param("order", async (_request, response, next, id) => {
    const order = await books.findOrder(id);
    if (order?.customer !== response.locals.customer) return next("router");
    response.locals.order = order;
    next();
  });

  routes.get("/orders/:order", (_request, response) => {
    response.send(orderPage(response.locals.order));
  });

  routes.get("/orders/:order/events", (_request, response) => {
    const { order } = response.locals;
    streamLiveView(response, books, async () =>
      orderView((await books.findOrder(order.id)) ?? order),
    );
  });

  routes.post("/orders/:order/find-out", async (_request, response) => {
    await findOut(shop, response.locals.order);
    response.redirect(303, `/orders/${response.locals.order.id}`);
  });

  // The same payment once more, under the same tracking_id: the gateway would know it again.
  routes.post("/orders/:order/resend", async (request, response) => {
    const { order } = response.locals;
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    if (order.state !== "unknown" || order.finding !== "not-found") {
      return response.redirect(303, returnUrl);
    }
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  // Another payment for the same coffee: only after the first came to nothing, and under a fresh tracking_id.
  routes.post("/orders/:order/again", async (request, response) => {
    const { id, state, next } = response.locals.order;
    if (next !== undefined) return response.redirect(303, `/orders/${next}`);
    if (!["declined", "expired", "refused"].includes(state)) {
      return response.redirect(303, `/orders/${id}`);
    }
    const order = await books.addNextOrder(response.locals.order);
    if (order === undefined) {
      // A second click at the same time finds the order of the first instead of opening a third.
      return response.redirect(303, `/orders/${(await books.findOrder(id))?.next}`);
    }
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  return routes;
}
