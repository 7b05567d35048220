// @ts-check
import type { Store } from "../src/open-store.js";
import type { World } from "../demo/start-world.js";
import type { Order } from "../src/books/books.js";
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { startWorld } from "../demo/start-world.js";

/** A gateway, a shop and who goes there, over HTTP, until the test ends. */
export async function openWorld(store?: Store) {
  const world = await startWorld({ store });
  onTestFinished(() => world.close());
  return world;
}

/** A customer at the cashier with one bag of Night Watch, 12.90. */
export async function customerAtCashier({ newCustomer, shopUrl, books, sandbox }: World) {
  const customer = newCustomer();
  await customer.open(shopUrl);
  await customer.press("Add Night Watch");
  await customer.press("Pay");
  // Where no cashier could be opened he is on the order's page.
  const [, shown] = /\/orders\/(.+)$/.exec(customer.page().url) ?? [];
  const id = shown ?? sandbox.transactions().at(-1)?.tracking_id ?? "";
  const order = await books.findOrder(id);
  if (order === undefined) throw new Error("There is no order");
  return { customer, order };
}

/** How an order or a withdrawal stands now. */
export async function stateOf({ books }: World, id: string) {
  return ((await books.findOrder(id)) ?? (await books.findWithdrawal(id)))?.state;
}

/** Sends a webhook as the gateway would, signed with its password unless another is given. */
export async function sendWebhook(
  { webhookUrl, sandbox },
  payload,
  password = sandbox.signaturePassword,
) {
  const body = JSON.stringify(payload);
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  const { outcome } = (await answer.json()) as { outcome: string };
  return { status: answer.status, outcome };
}

/** The payload of an order's deposit. */
export function depositOf(order: Order) {
  return {
    transaction_id: "made-in-a-test",
    user_id: order.customer,
    tracking_id: order.id,
    status: "successful",
    currency: "EUR",
    amount: "12.90",
    transaction_type: "deposit",
  };
}
