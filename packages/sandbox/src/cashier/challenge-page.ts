import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { page, type Markup } from "./page.js";
import { challengePath } from "../gateway/page-paths.js";

/** The password that passes the 3DS challenge. */
export const challengePassword = "password";

/** The page of the card's bank. */
export function challengePage(record: TransactionRecord, merchantName: string): Markup {
  return page({
    title: "3DS authentication",
    order: { record, merchantName },
    content: html`<h1>Confirm your identity</h1>
      <p class="lead">3DS authentication for the card ending in ${record.cardLast4 ?? "····"}</p>
      <form method="post" action="${challengePath(record)}">
        <label
          >Password
          <input name="password" type="password" autocomplete="off" required autofocus />
        </label>
        <div class="actions">
          <button class="go" name="action" value="confirm">Confirm</button>
          <button class="leave" name="action" value="leave" formnovalidate>
            Cancel and return to the shop
          </button>
        </div>
      </form>
      <p class="hint">
        In the sandbox, <code>${challengePassword}</code> passes. Any other password is rejected.
      </p>`,
  });
}
