// @ts-check
// A donor and the treasurer, over HTTP.
import type { World } from "./start-world.js";
import { signPayload } from "@numipay/core";
import { officeToken } from "./start-world.js";

export interface Donation {
  id: string;
  state: string;
  url?: string;
  result?: string;
}

export async function donate(
  { url }: World,
  amount: string = "25.00",
): Promise<{ status: number; body: Donation }> {
  const response = await fetch(`${url}/donations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount }),
  });
  return { status: response.status, body: (await response.json()) as Donation };
}

/** What the donor presses at the provider's page; then all webhooks that are due have arrived. */
export async function press(
  { sandbox }: World,
  cashierUrl: string,
  action: "pay" | "fail" | "leave",
) {
  const response = await fetch(`${cashierUrl}/northbank`, {
    method: "POST",
    headers: { origin: new URL(cashierUrl).origin },
    body: new URLSearchParams({ action }),
    redirect: "manual",
  });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`The cashier answered ${response.status}`);
  await sandbox.flush();
}

/** A donation that is paid. */
export async function paidDonation(world: World, amount?: string) {
  const { body } = await donate(world, amount);
  await press(world, String(body.url), "pay");
  return body.id;
}

export async function stateOf({ url }: World, id: string): Promise<string> {
  const { state } = (await (await fetch(`${url}/donations/${id}`)).json()) as Donation;
  return state;
}

/** What the treasurer asks for. */
export async function office(
  { url }: World,
  method: "GET" | "POST",
  path: string,
): Promise<{ status: number; body: any }> {
  const response = await fetch(`${url}/office${path}`, {
    method,
    headers: { authorization: `Bearer ${officeToken}` },
  });
  return { status: response.status, body: await response.json() };
}

/** Posts an event as a gateway would. */
export async function post(webhookUrl: string, payload: object, password: string) {
  const body = JSON.stringify(payload);
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** The event of a transaction that the gateway has, changed. */
export function eventOf({ sandbox }: World, id: string, changes: object = {}) {
  const found = sandbox.transactions().find(({ tracking_id }) => tracking_id === id);
  if (found === undefined) throw new Error("The gateway has no such transaction");
  const { transaction_id, user_id, tracking_id, status, currency, amount, transaction_type } =
    found;
  const event = {
    transaction_id,
    user_id,
    tracking_id,
    status,
    currency,
    amount,
    transaction_type,
  };
  return { ...event, ...changes };
}
