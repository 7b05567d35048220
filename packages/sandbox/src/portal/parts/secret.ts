import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { copyButton } from "./copy-button.js";

/**
 * A secret that is hidden until revealed, for shared screens. Revealing works without the script, and copying works without
 * revealing.
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

/** The prefix of a secret and its last four characters: enough to recognize it, too little to use it. */
export function masked(text: string): string {
  const prefix = /^(?:sandbox_)?(?:dev_|live_)?/.exec(text)?.[0] ?? "";
  return `${prefix}••••••••${text.slice(-4)}`;
}
