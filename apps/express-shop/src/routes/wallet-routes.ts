import { type Request, type Response, Router } from "express";
import { currency } from "../catalogue.js";
import { type FormName, walletPage, walletView } from "../pages/wallet-page.js";
import { checkOutcome } from "../payments/check-outcome.js";
import { openCheckout } from "../payments/open-checkout.js";
import type { ShopContext } from "../shop-context.js";
import { toCents } from "../store/money.js";
import { streamLiveView } from "../web/live-view.js";
import { getLocal, readForm, setLocal } from "../web/request-context.js";
import { originOf } from "../web/same-origin.js";

const maxCents = 100_000_00;
const invalidAmount = "Enter an amount such as 20.00.";

export function walletRoutes(shop: ShopContext): Router {
  const { store, payouts } = shop;
  const routes = Router();

  async function sendProblem(request: Request, response: Response, form: FormName, text: string) {
    const typed = String(readForm(request)["amount"] ?? "");
    const page = await walletPage(store, getLocal(response, "customer"), { form, text, typed });
    response.status(422).send(page);
  }

  routes.get("/wallet", async (_request, response) => {
    response.send(await walletPage(store, getLocal(response, "customer")));
  });

  routes.get("/wallet/events", (_request, response) => {
    const customer = getLocal(response, "customer");
    streamLiveView(response, store, () => walletView(store, customer));
  });

  routes.post("/wallet/top-up", async (request, response) => {
    const customer = getLocal(response, "customer");
    const cents = readAmount(request);
    if (cents === undefined) return sendProblem(request, response, "top-up", invalidAmount);
    const lines = [{ product: "Top-up", quantity: 1, cents }];
    const order = await store.addOrder({ customer, kind: "top-up", lines, cents, currency });
    const returnUrl = `${originOf(request)}/orders/${order.id}`;
    response.redirect(303, await openCheckout(shop, order, returnUrl));
  });

  routes.post("/wallet/withdraw", async (request, response) => {
    const customer = getLocal(response, "customer");
    const cents = readAmount(request);
    if (cents === undefined) return sendProblem(request, response, "withdraw", invalidAmount);
    const returnUrl = `${originOf(request)}/wallet`;
    const withdrawal = await store.addWithdrawal({ customer, cents, currency }, (tx, row) =>
      payouts.queue(tx, row, returnUrl),
    );
    if (withdrawal === undefined) {
      return sendProblem(request, response, "withdraw", "Your balance is too low.");
    }
    response.redirect(303, (await payouts.waitForPage(withdrawal.id)) ?? returnUrl);
  });

  routes.param("withdrawal", async (_request, response, next, id: string) => {
    const withdrawal = await store.findWithdrawal(id);
    if (withdrawal === undefined || withdrawal.customer !== getLocal(response, "customer")) {
      return next("router");
    }
    setLocal(response, "withdrawal", withdrawal);
    next();
  });

  routes.post("/withdrawals/:withdrawal/check", async (_request, response) => {
    await checkOutcome(shop, getLocal(response, "withdrawal"));
    response.redirect(303, "/wallet");
  });

  return routes;
}

/** Accepts a decimal point or a comma. Returns undefined if the amount is invalid or too large. */
function readAmount(request: Request): number | undefined {
  const { amount } = readForm(request);
  const cents = typeof amount === "string" ? toCents(amount.trim().replace(",", ".")) : undefined;
  return cents !== undefined && cents > 0 && cents <= maxCents ? cents : undefined;
}
