import { html } from "hono/html";
import { challengePath } from "../gateway/page-paths.js";
import { leaveButton } from "./leave-button.js";
import { page, type Markup, type Order } from "./page.js";

/** The password that passes the 3DS challenge. */
export const challengePassword = "password";

/** The page of the card's bank. */
export function challengePage(order: Order): Markup {
  const { record } = order;
  return page({
    title: "3DS authentication",
    order,
    content: html`<h1>Confirm your identity</h1>
      <p class="lead">3DS authentication for the card ending in ${record.cardLast4 ?? "····"}</p>
      <form method="post" action="${challengePath(record)}">
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="off"
            required
            autofocus
            aria-describedby="password-hint"
          />
        </div>
        <div class="actions">
          <button class="go" name="action" value="confirm">Confirm</button>
          ${leaveButton(record)}
        </div>
      </form>
      <p class="hint" id="password-hint">
        In the sandbox, <code>${challengePassword}</code> passes. Any other password is rejected.
      </p>`,
  });
}
