import { html } from "hono/html";
import { operations } from "@numipay/core/protocol";
import type { Markup } from "../../cashier/page.js";
import { codeBlock } from "../parts/copy-button.js";
import { emptyState } from "../parts/empty-state.js";

/** What an account without transactions shows: how to make the first, ready to be pasted into a terminal. */
export function firstTransaction({ origin, apiKey }: { origin: string; apiKey: string }): Markup {
  const command = [
    `curl -s ${origin}${operations.hostedCheckout.path} \\`,
    `  -H 'X-Api-Key: ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"request":{"tracking_id":"order-1","user_id":"customer-1","currency":"EUR","amount":"200.00"}}'`,
  ].join("\n");
  return emptyState({
    title: "No transaction yet",
    text: "This asks for a payment. Open the address that comes back, pay, and it is here; this page updates by itself.",
    more: html`${codeBlock(command, "command")}`,
  });
}
