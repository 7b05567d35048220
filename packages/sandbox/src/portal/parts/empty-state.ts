import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** A placeholder for a page without data: the reason, and what to do. */
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
