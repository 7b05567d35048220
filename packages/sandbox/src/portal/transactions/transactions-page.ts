import { html } from "hono/html";
import type { PortalPage } from "../portal-page.js";

/** Every transaction of an account, newest first. */
export const transactionsPage: PortalPage = {
  path: "transactions",
  title: "Transactions",
  icon: "transactions",
  group: "Payments",
  add(routes, portal) {
    routes.get("/", (c) =>
      portal.turn(c).show({
        title: "Transactions",
        watches: ["transactions"],
        content: html`<header class="head"><h1>Transactions</h1></header>`,
      }),
    );
  },
};
