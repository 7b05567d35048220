import { signPayload } from "@numipay/core";
import { onTestFinished } from "vitest";
import { startWorld, type World, type WorldOptions } from "../demo/start-world.js";
import type { Order } from "../src/store/store.js";

/** Starts a gateway and a shop that run until the test ends. */
export async function openWorld(storage?: WorldOptions["storage"]): Promise<World> {
  const world = await startWorld({ storage });
  onTestFinished(() => world.close());
  return world;
}

/** A customer at the cashier with one bag of Night Watch, 12.90. */
export async function customerAtCashier({ newCustomer, shopUrl, store, sandbox }: World) {
  const customer = newCustomer();
  await customer.open(shopUrl);
  await customer.press("Add Night Watch");
  await customer.press("Pay");
  // If the cashier did not open, the customer is on the order's page.
  const [, idInUrl] = /\/orders\/(.+)$/.exec(customer.page().url) ?? [];
  const id = idInUrl ?? sandbox.transactions().at(-1)?.tracking_id ?? "";
  const order = await store.findOrder(id);
  if (order === undefined) throw new Error("The shop has no order.");
  return { customer, order };
}

/** A customer on the wallet's page, with 50.00 in the wallet. */
export async function customerWithWallet({ newCustomer, shopUrl, sandbox }: World) {
  const customer = newCustomer();
  await customer.open(`${shopUrl}/wallet`);
  await customer.press("Top up", { amount: "50.00" });
  await customer.follow("Pursa");
  await customer.press("Pay");
  await sandbox.flush();
  await customer.open(`${shopUrl}/wallet`);
  return customer;
}

/** The state of an order or a withdrawal. */
export async function stateOf({ store }: World, id: string) {
  return ((await store.findOrder(id)) ?? (await store.findWithdrawal(id)))?.state;
}

/** The newest withdrawal. */
export async function lastWithdrawal({ store }: Pick<World, "store">) {
  const withdrawal = (await store.listWithdrawals()).at(-1);
  if (withdrawal === undefined) throw new Error("The shop has no withdrawal.");
  return withdrawal;
}

/** Sends a webhook to the shop. The password defaults to the gateway's. */
export async function sendWebhook(
  { webhookUrl, sandbox }: World,
  payload: object,
  password = sandbox.signaturePassword,
) {
  const body = JSON.stringify(payload);
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  const { outcome } = (await response.json()) as { outcome: string };
  return { status: response.status, outcome };
}

/** The payload of a successful deposit for an order. */
export function depositOf(order: Order) {
  return {
    transaction_id: "created-by-a-test",
    user_id: order.customer,
    tracking_id: order.id,
    status: "successful",
    currency: "EUR",
    amount: "12.90",
    transaction_type: "deposit",
  };
}
