import { html } from "hono/html";
import { resultPath } from "../gateway/page-paths.js";
import { currentPath } from "./current-path.js";
import type { Markup, Order } from "./page.js";
import { returnAddress } from "./return-address.js";

/**
 * Links to the page on which the payment continues and to the merchant. Without an order, to the sandbox's welcome page.
 *
 * @param here the path of the page itself, which needs no link
 */
export function waysBack(order: Order | undefined, here?: string): Markup {
  if (order === undefined) {
    return html`<a class="button" href="/">Open the sandbox's welcome page</a>`;
  }
  const { record, merchantName } = order;
  const path = currentPath(record);
  const isOver = path === resultPath(record);
  const back = returnAddress(record);
  return html`${
    path === here
      ? ""
      : html`<a class="button" href="${path}">${isOver ? "Show the result" : "Continue"}</a>`
  }
  ${
    back === null
      ? ""
      : html`<a class="button ${path === here ? "" : "second"}" href="${back}"
          >Back to ${merchantName}</a
        >`
  }`;
}
