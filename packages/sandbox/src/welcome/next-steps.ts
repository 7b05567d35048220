import { html } from "hono/html";
import type { Markup } from "../cashier/page.js";

const documentation = "https://github.com/numipay/numipay-node";

/** What to try once the checklist is complete. */
export function nextSteps(): Markup {
  return html`<section class="sheet padded next" aria-labelledby="next-title">
    <h2 id="next-title">All done. What next?</h2>
    <ul>
      <li>
        <a href="/portal/chaos">Turn on chaos</a>: duplicate, reordered, delayed and forged
        webhooks, lost responses. Compare your ledger with the gateway's afterwards.
      </li>
      <li>
        <a href="/portal/clock">Move the clock</a>: see retries, expired pages and late results
        without waiting.
      </li>
      <li>
        <a href="${documentation}#readme">Read the documentation</a>: database inboxes, missed
        webhooks, errors and guarantees.
      </li>
    </ul>
  </section>`;
}
