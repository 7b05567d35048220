// A donor and the treasurer, over HTTP.
import { signPayload, type Transaction } from "@numipay/core";
import { officeToken, type World } from "./start-world.js";

export interface DonationBody {
  id: string;
  state: string;
  url?: string;
}

export interface RefundBody {
  id: string;
  result: string;
  state: string;
}

export interface LedgerBody {
  gateway: number;
  donations: number;
  held: number;
  flags: { key: string; tracking_id: string; reason: string }[];
}

export interface HttpResult<Body> {
  status: number;
  body: Body;
}

export async function donate(
  { url }: World,
  amount: string = "25.00",
): Promise<HttpResult<DonationBody>> {
  const response = await fetch(`${url}/donations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount }),
  });
  return { status: response.status, body: (await response.json()) as DonationBody };
}

/** Submits the provider's page and waits for all due webhooks. */
export async function submitPayment(
  { sandbox }: World,
  cashierUrl: string | undefined,
  action: "pay" | "fail" | "leave",
): Promise<void> {
  if (cashierUrl === undefined) throw new Error("The donation has no cashier URL.");
  const response = await fetch(`${cashierUrl}/northbank`, {
    method: "POST",
    headers: { origin: new URL(cashierUrl).origin },
    body: new URLSearchParams({ action }),
    redirect: "manual",
  });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`The cashier returned ${response.status}.`);
  await sandbox.flush();
}

/** Opens a donation, pays it and returns its id. */
export async function paidDonation(world: World, amount?: string): Promise<string> {
  const { body } = await donate(world, amount);
  await submitPayment(world, body.url, "pay");
  return body.id;
}

export async function stateOf({ url }: World, id: string): Promise<string> {
  const { state } = (await (await fetch(`${url}/donations/${id}`)).json()) as DonationBody;
  return state;
}

/** Sends a request with the office's token. */
export async function callOffice<Body>(
  { url }: World,
  method: "GET" | "POST",
  path: string,
): Promise<HttpResult<Body>> {
  const response = await fetch(`${url}/office${path}`, {
    method,
    headers: { authorization: `Bearer ${officeToken}` },
  });
  return { status: response.status, body: (await response.json()) as Body };
}

export function refund(world: World, id: string): Promise<HttpResult<RefundBody>> {
  return callOffice<RefundBody>(world, "POST", `/donations/${id}/refund`);
}

/** Posts a signed webhook and returns the response's status. */
export async function sendWebhook(
  webhookUrl: string,
  payload: object,
  password: string,
): Promise<number> {
  const body = JSON.stringify(payload);
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signPayload(body, password) },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** Creates the event of a donation that the gateway has, with changes. */
export function createEvent({ sandbox }: World, id: string, changes: Partial<Transaction> = {}) {
  const found = sandbox.transactions().find(({ tracking_id }) => tracking_id === id);
  if (found === undefined) throw new Error(`The gateway has no transaction for ${id}.`);
  const { transaction_id, user_id, tracking_id, status, currency, amount, transaction_type } =
    found;
  return {
    transaction_id,
    user_id,
    tracking_id,
    status,
    currency,
    amount,
    transaction_type,
    ...changes,
  };
}
