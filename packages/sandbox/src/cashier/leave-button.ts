import { html } from "hono/html";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Markup } from "./page.js";

/** Leaves the cashier without a decision. It submits a form whose fields are empty or wrong, too. */
export function leaveButton({ returnUrl }: TransactionRecord): Markup {
  return html`<button class="leave" name="action" value="leave" formnovalidate>
    ${returnUrl === null ? "Cancel" : "Cancel and return to the shop"}
  </button>`;
}
