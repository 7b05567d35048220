// @ts-check
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { startWorld } from "../demo/start-world.js";

/** A gateway, a shop and who goes there, over HTTP, until the test ends. @param {import("../src/open-store.js").Store} [store] */
export async function openWorld(store) {
  const world = await startWorld({ store });
  onTestFinished(() => world.close());
  return world;
}

/** A customer at the cashier with one bag of Night Watch, 12.90. @param {import("../demo/start-world.js").World} world */
export async function customerAtCashier({ newCustomer, shopUrl, books, sandbox }) {
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

/** How an order or a withdrawal stands now. @param {import("../demo/start-world.js").World} world @param {string} id */
export async function stateOf({ books }, id) {
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
  const { outcome } = /** @type {{ outcome: string }} */ (await answer.json());
  return { status: answer.status, outcome };
}

/** The payload of an order's deposit. @param {import("../src/books/books.js").Order} order */
export function depositOf(order) {
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
