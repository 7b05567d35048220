import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { copyButton } from "./copy-button.js";

/**
 * A secret that is shown only when it is asked for, so that it is not on a screen that is shared by accident. Opening
 * works without the script; the copy button works without opening.
 */
export function secret(text: string, what: string, id: string): Markup {
  return html`<div class="secret">
    <details id="${id}">
      <summary>
        <code>${masked(text)}</code>
        <span class="reveal"
          ><span class="closed">Reveal</span><span class="opened">Hide</span
          ><span class="unseen"> ${what}</span></span
        >
      </summary>
      <code class="whole">${text}</code>
    </details>
    ${copyButton(text, what)}
  </div>`;
}

/** The kind of secret and its last four characters: enough to tell two apart, too little to use one. */
export function masked(text: string): string {
  const prefix = /^(?:sandbox_)?(?:dev_|live_)?/.exec(text)?.[0] ?? "";
  return `${prefix}••••••••${text.slice(-4)}`;
}
