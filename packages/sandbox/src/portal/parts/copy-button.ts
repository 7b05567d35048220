import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { icon } from "../icons.js";

/** A button that copies a text; without the script it is not shown, and the text beside it can be selected. */
export function copyButton(text: string, what: string): Markup {
  return html`<button class="copy" type="button" data-copy="${text}" aria-label="Copy ${what}">
    ${icon("copy")}
  </button>`;
}

/** A text in a fixed-width face with its copy button. */
export function copyable(text: string, what: string): Markup {
  return html`<span class="copyable"><code>${text}</code>${copyButton(text, what)}</span>`;
}

/** A block of code or of JSON. It can be reached by keyboard, for it may have to be scrolled. */
export function codeBlock(text: string, what: string): Markup {
  return html`<div class="code">
    <pre tabindex="0" role="group" aria-label="${what}"><code>${text}</code></pre>
    ${copyButton(text, what)}
  </div>`;
}
