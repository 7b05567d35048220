// @ts-check
// A donor and the treasurer, over HTTP.
import { signPayload } from "@numipay/core";
import { officeToken } from "./start-world.js";

/** @typedef {import("./start-world.js").World} World */
/** @typedef {{ id: string, state: string, url?: string, result?: string }} Donation */

/** @param {World} world @param {string} [amount] @returns {Promise<{ status: number, body: Donation }>} */
export async function donate({ url }, amount = "25.00") {
  const response = await fetch(`${url}/donations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount }),
  });
  return { status: response.status, body: /** @type {Donation} */ (await response.json()) };
}

/**
 * What the donor presses at the provider's page; then all webhooks that are due have arrived.
 * @param {World} world @param {string} cashierUrl @param {"pay" | "fail" | "leave"} action
 */
export async function press({ sandbox }, cashierUrl, action) {
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

/** A donation that is paid. @param {World} world @param {string} [amount] */
export async function paidDonation(world, amount) {
  const { body } = await donate(world, amount);
  await press(world, String(body.url), "pay");
  return body.id;
}

/** @param {World} world @param {string} id @returns {Promise<string>} */
export async function stateOf({ url }, id) {
  const { state } = /** @type {Donation} */ (await (await fetch(`${url}/donations/${id}`)).json());
  return state;
}

/**
 * What the treasurer asks for.
 * @param {World} world @param {"GET" | "POST"} method @param {string} path
 * @returns {Promise<{ status: number, body: any }>}
 */
export async function office({ url }, method, path) {
  const response = await fetch(`${url}/office${path}`, {
    method,
    headers: { authorization: `Bearer ${officeToken}` },
  });
  return { status: response.status, body: await response.json() };
}

/**
 * Posts an event as a gateway would.
 * @param {string} webhookUrl @param {object} payload @param {string} password
 */
export async function post(webhookUrl, payload, password) {
  const body = JSON.stringify(payload);
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** The event of a transaction that the gateway has, changed. @param {World} world @param {string} id @param {object} [changes] */
export function eventOf({ sandbox }, id, changes = {}) {
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
