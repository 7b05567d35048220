import { html } from "hono/html";
import { lantern } from "./lantern.js";
import { page } from "./page.js";

/** What a browser shows at the relay's address. The services' addresses are internal, so the page does not list them. */
export function relayPage(patterns: readonly string[]) {
  return page({
    title: "Webhook relay",
    place: "Webhook relay",
    content: html`<section class="sheet narrow">
      ${lantern}
      <h1>The relay is running</h1>
      <p class="lead">
        It verifies the payment gateway's webhooks and forwards them to internal services. Players
        never come here.
      </p>
      <dl class="rows">
        <div>
          <dt>Webhooks</dt>
          <dd><code>POST /webhooks/numipay</code></dd>
        </div>
        <div>
          <dt>Health</dt>
          <dd><a href="/health">/health</a></dd>
        </div>
        <div>
          <dt>Forwarded events</dt>
          <dd>${patterns.map((pattern) => html`<code class="tag">${pattern}</code> `)}</dd>
        </div>
      </dl>
    </section>`,
  });
}
