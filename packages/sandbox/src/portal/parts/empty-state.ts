import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** What a page says when it has nothing to show: why, and what brings something. */
export function emptyState({
  title,
  text,
  more = html``,
}: {
  title: string;
  text: string;
  more?: Markup;
}): Markup {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${more}
  </div>`;
}
