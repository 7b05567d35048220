import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import { copyButton } from "./copy-button.js";
import { masked } from "./secret.js";

/** The content of a code block with secrets. */
interface SecretCode {
  /** Must not change while the page is open. */
  readonly id: string;
  /** What the code is, such as "the lines for .env". */
  readonly what: string;
  /** Writes the code. `show` returns a secret as it may be seen. */
  readonly write: (show: (secret: string) => string) => string;
}

/** A code block whose secrets are masked on the screen. Copying and revealing give the whole text. */
export function secretCode({ id, what, write }: SecretCode): Markup {
  const whole = write((secret) => secret);
  return html`<div class="code" id="${id}-masked" data-live>
      <pre
        tabindex="0"
        role="group"
        aria-label="${what}, masked"
      ><code>${write(masked)}</code></pre>
      ${copyButton(whole, what)}
    </div>
    <details id="${id}">
      <summary>Reveal ${what}</summary>
      <pre tabindex="0" role="group" aria-label="${what}"><code>${whole}</code></pre>
    </details>`;
}
