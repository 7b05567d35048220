// A player who buys coins. The game opens the payment at the gateway; the relay only receives the webhooks.
import { coinPack } from "./coin-pack.js";
import type { World } from "./start-world.js";

/** What `deliver` needs to know about the relay. */
export type RelayTarget = Pick<World, "webhookUrl">;

export interface SignedBody {
  requestBody: string;
  signature: string;
}

let purchaseCount = 0;

/** Opens a purchase of coins and returns the URL of the provider's page. */
async function openPurchase({ numipay }: World): Promise<string> {
  purchaseCount += 1;
  const { url } = await numipay.payments.direct({
    provider_id: "northbank",
    tracking_id: `coins-${purchaseCount}-${crypto.randomUUID().slice(0, 8)}`,
    user_id: "player-1",
    currency: coinPack.currency,
    amount: coinPack.amount,
  });
  return url;
}

/** Opens a purchase, submits the provider's page and waits for all due webhooks. */
export async function buyCoins(world: World, action: "pay" | "fail" | "leave"): Promise<void> {
  const url = await openPurchase(world);
  const response = await fetch(url, {
    method: "POST",
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams({ action }),
    redirect: "manual",
  });
  await response.body?.cancel();
  if (response.status >= 400) {
    throw new Error(`The provider's page returned ${response.status}.`);
  }
  await world.sandbox.flush();
}

/** Posts a delivery to the relay, valid or not. */
export async function deliver({ webhookUrl }: RelayTarget, { requestBody, signature }: SignedBody) {
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  const { outcome } = (await response.json()) as { outcome: string };
  return { status: response.status, outcome };
}
