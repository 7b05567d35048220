// @ts-check
import type { ShopContext } from "../create-shop.js";
import { Router } from "express";
import { toCents } from "../books/money.js";
import { currency } from "../catalogue.js";
import { walletPage, walletView } from "../pages/wallet-page.js";
import { findOut } from "../payments/find-out.js";
import { openCheckout } from "../payments/open-checkout.js";
import { requestWithdrawal } from "../payments/request-withdrawal.js";
import { originOf } from "../web/same-origin.js";
import { streamLiveView } from "../web/live-view.js";

const mostCents = 100_000_00;

export function walletRoutes(shop: ShopContext) {
  const { books } = shop;
  const routes = Router();

  const refuse = async (request, response, form, text) => {
    const problem = { form, text, typed: String(request.body.amount ?? "") };
    response.status(422).send(await walletPage(books, response.locals.customer, problem));
  };

  routes.get("/wallet", async (_request, response) => {
    response.send(await walletPage(books, response.locals.customer));
  });

  routes.get("/wallet/events", (_request, response) => {
    streamLiveView(response, books, () => walletView(books, response.locals.customer));
  });

  routes.post("/wallet/top-up", async (request, response) => {
    const { customer } = response.locals;
    const cents = readAmount(request.body.amount);
    if (cents === undefined)
      return refuse(request, response, "top-up", "Give an amount such as 20.00.");
    const lines = [{ product: "Top-up", quantity: 1, cents }];
    const order = await books.addOrder({ customer, kind: "top-up", lines, cents, currency });
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  routes.post("/wallet/withdraw", async (request, response) => {
    const { customer } = response.locals;
    const cents = readAmount(request.body.amount);
    if (cents === undefined)
      return refuse(request, response, "withdraw", "Give an amount such as 20.00.");
    const withdrawal = await books.addWithdrawal({ customer, cents, currency });
    if (withdrawal === undefined) {
      return refuse(request, response, "withdraw", "Your wallet does not hold that much.");
    }
    const returnUrl = `${originOf(request)}/wallet`;
    response.redirect(303, await requestWithdrawal(shop, withdrawal, returnUrl));
  });

  routes.param("withdrawal", async (_request, response, next, id) => {
    const withdrawal = await books.findWithdrawal(id);
    if (withdrawal?.customer !== response.locals.customer) return next("router");
    response.locals.withdrawal = withdrawal;
    next();
  });

  routes.post("/withdrawals/:withdrawal/find-out", async (_request, response) => {
    await findOut(shop, response.locals.withdrawal);
    response.redirect(303, "/wallet");
  });

  routes.post("/withdrawals/:withdrawal/resend", async (request, response) => {
    const { withdrawal } = response.locals;
    const returnUrl = `${originOf(request)}/wallet`;
    if (withdrawal.state !== "unknown" || withdrawal.finding !== "not-found") {
      return response.redirect(303, returnUrl);
    }
    response.redirect(303, await requestWithdrawal(shop, withdrawal, returnUrl));
  });

  return routes;
}

/** Cents of what a customer typed, with a point or a comma. */
function readAmount(text: unknown) {
  const cents = typeof text === "string" ? toCents(text.trim().replace(",", ".")) : undefined;
  return cents !== undefined && cents > 0 && cents <= mostCents ? cents : undefined;
}
