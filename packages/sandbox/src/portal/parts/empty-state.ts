import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** The content of a placeholder. */
interface EmptyState {
  readonly title: string;
  readonly text: string;
  readonly more?: Markup;
}

/** A placeholder for a list without data: the reason, and what to do. */
export function emptyState({ title, text, more = html`` }: EmptyState): Markup {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${more}
  </div>`;
}

/** The content of a page whose subject does not exist: the reason, and a way back. */
export function missingPage({ title, text, more = html`` }: EmptyState): Markup {
  return html`<div class="empty">
    <h1>${title}</h1>
    <p>${text}</p>
    ${more}
  </div>`;
}
