import { Router } from "express";
import { orderPage, orderView } from "../pages/order-page.js";
import { checkOutcome } from "../payments/check-outcome.js";
import { openCheckout } from "../payments/open-checkout.js";
import type { ShopContext } from "../shop-context.js";
import { streamLiveView } from "../web/live-view.js";
import { getLocal, setLocal } from "../web/request-context.js";
import { originOf } from "../web/same-origin.js";

export function orderRoutes(shop: ShopContext): Router {
  const { store } = shop;
  const routes = Router();

  // Other customers get a 404, as if the order did not exist.
  routes.param("order", async (_request, response, next, id: string) => {
    const order = await store.findOrder(id);
    if (order === undefined || order.customer !== getLocal(response, "customer")) {
      return next("router");
    }
    setLocal(response, "order", order);
    next();
  });

  routes.get("/orders/:order", (_request, response) => {
    response.send(orderPage(getLocal(response, "order")));
  });

  routes.get("/orders/:order/events", (_request, response) => {
    const order = getLocal(response, "order");
    streamLiveView(response, store, async () =>
      orderView((await store.findOrder(order.id)) ?? order),
    );
  });

  routes.post("/orders/:order/check", async (_request, response) => {
    const order = getLocal(response, "order");
    await checkOutcome(shop, order);
    response.redirect(303, `/orders/${order.id}`);
  });

  // Sends the same payment again, with the same tracking_id, so the gateway can recognize it.
  routes.post("/orders/:order/resend", async (request, response) => {
    const order = getLocal(response, "order");
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    if (order.state !== "unknown" || order.lastKnownStatus !== "not-found") {
      return response.redirect(303, returnUrl);
    }
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  // Starts another payment with a new tracking_id. Allowed only after the first one failed.
  routes.post("/orders/:order/again", async (request, response) => {
    const previous = getLocal(response, "order");
    const { id, state, next } = previous;
    if (next !== undefined) return response.redirect(303, `/orders/${next}`);
    if (!["declined", "expired", "refused"].includes(state)) {
      return response.redirect(303, `/orders/${id}`);
    }
    const order = await store.addNextOrder(previous);
    if (order === undefined) {
      // A concurrent second click goes to the order that the first one created.
      return response.redirect(303, `/orders/${(await store.findOrder(id))?.next}`);
    }
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  return routes;
}
