import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import { page, type Markup } from "./page.js";
import { challengePath } from "../gateway/page-paths.js";

/** The password that passes every 3DS challenge of the sandbox. */
export const challengePassword = "password";

/** The page of the card's bank. */
export function challengePage(record: TransactionRecord, merchantName: string): Markup {
  return page({
    title: "3DS: confirm it is you",
    order: { record, merchantName },
    content: html`<h1>Your bank wants to be sure it is you</h1>
      <p class="lead">3DS for the card that ends in ${record.cardLast4 ?? "····"}</p>
      <form method="post" action="${challengePath(record)}">
        <label
          >Password
          <input name="password" type="password" autocomplete="off" required autofocus />
        </label>
        <div class="actions">
          <button class="go" name="action" value="answer">Confirm</button>
          <button class="leave" name="action" value="leave" formnovalidate>Walk away</button>
        </div>
      </form>
      <p class="hint">
        In the sandbox <code>${challengePassword}</code> passes, anything else is rejected.
      </p>`,
  });
}
