import { Router } from "express";
import { isNumipayError } from "@numipay/core";
import { officePage, officeView } from "../pages/office-page.js";
import { checkOutcome } from "../payments/check-outcome.js";
import { decidePayout } from "../payments/decide-payout.js";
import type { ShopContext } from "../shop-context.js";
import { streamLiveView } from "../web/live-view.js";
import { getLocal, setLocal } from "../web/request-context.js";

export function officeRoutes(shop: ShopContext): Router {
  const { store } = shop;
  const routes = Router();

  routes.get("/", async (_request, response) => {
    response.send(await officePage(store));
  });

  routes.get("/events", (_request, response) => {
    streamLiveView(response, store, () => officeView(store));
  });

  routes.param("payout", async (_request, response, next, id: string) => {
    const withdrawal = await store.findWithdrawal(id);
    if (withdrawal === undefined) return next("router");
    setLocal(response, "withdrawal", withdrawal);
    next();
  });

  routes.post("/payouts/:payout/check", async (_request, response) => {
    await checkOutcome(shop, getLocal(response, "withdrawal"));
    response.redirect(303, "/office");
  });

  for (const decision of ["approve", "reject"] as const) {
    routes.post(`/payouts/:payout/${decision}`, async (_request, response) => {
      try {
        await decidePayout(shop, getLocal(response, "withdrawal"), decision);
        response.redirect(303, "/office");
      } catch (error) {
        // Staff see the gateway's message. Customers do not.
        if (!isNumipayError(error)) throw error;
        response.status(502).send(await officePage(store, error.message));
      }
    });
  }

  return routes;
}
