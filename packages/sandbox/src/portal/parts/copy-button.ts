import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { icon } from "../icons.js";

/** A button that copies a text. Hidden without the script, when the text can be selected instead. */
export function copyButton(text: string, what: string): Markup {
  return html`<button class="copy" type="button" data-copy="${text}" aria-label="Copy ${what}">
    ${icon("copy")}
  </button>`;
}

/** A text in monospace with a copy button. */
export function copyable(text: string, what: string): Markup {
  return html`<span class="copyable"><code>${text}</code>${copyButton(text, what)}</span>`;
}

/** A code block. It can be focused, because it may need scrolling. */
export function codeBlock(text: string, what: string): Markup {
  return html`<div class="code">
    <pre tabindex="0" role="group" aria-label="${what}"><code>${text}</code></pre>
    ${copyButton(text, what)}
  </div>`;
}
