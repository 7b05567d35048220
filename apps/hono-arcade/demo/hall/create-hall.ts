// The arcade that players visit. It opens the checkout; the coins arrive through the relay.
import type { Numipay } from "@numipay/core";
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { messagePage } from "../../src/pages/page.js";
import { servePages } from "../../src/pages/serve-pages.js";
import { coinPack } from "../coin-pack.js";
import type { Service } from "../create-service.js";
import { hallPage } from "./hall-page.js";
import { findMachine } from "./machines.js";
import { countCredited, listPurchases, untilFinal } from "./read-hall.js";

export interface HallOptions {
  numipay: Numipay;
  wallets: Service;
  audit: Service;
}

const place = "Arcade";

/** Creates the hall as a Hono app. There is one player, and the coins spent are in memory. */
export function createHall({ numipay, wallets, audit }: HallOptions): Hono {
  /** The cashier's page of each purchase. */
  const opened = new Map<string, string>();
  let spent = 0;
  let lastPlayed: string | undefined;
  const countCoins = () => countCredited(wallets) - spent;

  const app = new Hono();
  servePages(app, place);
  app.use(csrf());
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    console.error(error);
    const text = "The payment page could not be opened. You were not charged.";
    return c.html(messagePage({ title: "Something went wrong", text, place }), 502);
  });

  app.get("/", (c) => {
    const purchases = listPurchases(audit, opened);
    return c.html(hallPage({ coins: countCoins(), lastPlayed, purchases }));
  });

  app.post("/purchases", async (c) => {
    const id = `coins-${crypto.randomUUID().slice(0, 8)}`;
    const { url } = await numipay.payments.hostedCheckout({
      tracking_id: id,
      user_id: "player-1",
      currency: coinPack.currency,
      amount: coinPack.amount,
      return_url: new URL(`/purchases/${id}`, c.req.url).href,
    });
    opened.set(id, url);
    return c.redirect(url, 303);
  });

  // A return proves nothing: only the webhook credits coins. It is on its way, so wait for it a moment.
  app.get("/purchases/:id", async (c) => {
    await untilFinal(audit, c.req.param("id"));
    return c.redirect("/#coins");
  });

  app.post("/machines/:machine", (c) => {
    const machine = findMachine(c.req.param("machine"));
    if (machine === undefined) return c.notFound();
    if (countCoins() > 0) {
      spent += 1;
      lastPlayed = machine.name;
    }
    return c.redirect("/#coins", 303);
  });
  return app;
}
