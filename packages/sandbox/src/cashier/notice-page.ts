import { html } from "hono/html";
import { verdictIcons } from "./icons.js";
import { page, type Markup, type Order } from "./page.js";
import { waysBack } from "./ways-back.js";

/** A page that reports why a request failed, with what to do. */
export function noticePage(
  notice: { readonly title: string; readonly text: string; readonly advice: string },
  order: Order | undefined,
): Markup {
  return page({
    title: notice.title,
    order,
    content: html`${verdictIcons.bad}
      <h1>${notice.title}</h1>
      <p class="lead">${notice.text}</p>
      <p>${notice.advice}</p>
      ${waysBack(order)}`,
  });
}
