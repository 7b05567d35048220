import { Router } from "express";
import { currency } from "../catalogue.js";
import { shopPage } from "../pages/shop-page.js";
import { openCheckout } from "../payments/open-checkout.js";
import type { ShopContext } from "../shop-context.js";
import { getLocal, readForm } from "../web/request-context.js";
import { originOf } from "../web/same-origin.js";

export function shopRoutes(shop: ShopContext): Router {
  const { baskets, store } = shop;
  const routes = Router();

  routes.get("/", (_request, response) => {
    response.send(shopPage(baskets.read(getLocal(response, "customer"))));
  });

  routes.post("/basket", (request, response) => {
    const { product, change } = readForm(request);
    baskets.change(getLocal(response, "customer"), product, change === "-1" ? -1 : 1);
    response.redirect(303, "/#basket");
  });

  routes.post("/checkout", async (request, response) => {
    const customer = getLocal(response, "customer");
    const basket = baskets.read(customer);
    if (basket.lines.length === 0) return response.redirect(303, "/#basket");
    baskets.empty(customer);
    const order = await store.addOrder({
      customer,
      kind: "order",
      lines: basket.lines.map(({ product, quantity, cents }) => {
        return { product: product.name, quantity, cents };
      }),
      cents: basket.cents,
      currency,
    });
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  return routes;
}
