import { html } from "hono/html";
import type { Contract } from "@numipay/core/protocol";
import type { Markup } from "../../cashier/page.js";
import { codeBlock } from "../parts/copy-button.js";
import { emptyState } from "../parts/empty-state.js";

/** The placeholder of an account without transactions: a command that creates the first one. */
export function firstTransaction(
  contract: Contract,
  { origin, apiKey }: { origin: string; apiKey: string },
): Markup {
  const { method, path } = contract.operations.hostedCheckout;
  const command = [
    `curl -s ${method === "POST" ? "" : `-X ${method} `}${origin}${contract.basePath}${path} \\`,
    `  -H '${contract.headers.apiKey}: ${apiKey}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(exampleBody(contract))}'`,
  ].join("\n");
  return emptyState({
    title: "No transactions yet",
    text: "Run this command, open the URL in the response and pay. This page updates automatically.",
    more: html`${codeBlock(command, "command")}`,
  });
}

const example = {
  tracking_id: "order-1",
  user_id: "customer-1",
  currency: "EUR",
  amount: "200.00",
} as const;

function exampleBody({ operations }: Contract): object {
  const { fields, envelope } = operations.hostedCheckout;
  const body = Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const field = fields.get(name);
      const number = name === "amount" ? 200 : 1;
      return [field?.name ?? name, field?.type === "number" ? number : value];
    }),
  );
  return envelope === null ? body : { [envelope]: body };
}
