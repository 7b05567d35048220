import { html } from "hono/html";
import type { Contract } from "@numipay/core/protocol";
import type { Markup } from "../../cashier/page.js";
import { codeBlock } from "../parts/copy-button.js";
import { emptyState } from "../parts/empty-state.js";
import { checkoutCommand } from "./checkout-command.js";

/** The placeholder of an account without transactions: a command that creates the first one. */
export function firstTransaction(
  contract: Contract,
  { origin, apiKey }: { origin: string; apiKey: string },
): Markup {
  const command = checkoutCommand(contract, { origin, apiKey });
  return emptyState({
    title: "No transactions yet",
    text: "Run this command, open the URL in the response and pay. This page updates automatically.",
    more: html`${codeBlock(command, "command")}`,
  });
}
