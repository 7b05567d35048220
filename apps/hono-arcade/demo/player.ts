// @ts-check
// A player who buys coins. The games ask the gateway for the page; the relay has no part in that, and only hears how it
// ended.
import type { World } from "./start-world.js";

let count = 0;

/** Opens a purchase of coins for 4.99, and returns the provider's page. */
export async function openPurchase({ numipay }: World) {
  count += 1;
  const { url } = await numipay.payments.direct({
    provider_id: "northbank",
    tracking_id: `coins-${count}-${crypto.randomUUID().slice(0, 8)}`,
    user_id: "player-1",
    currency: "EUR",
    amount: "4.99",
  });
  return url;
}

/** Buys coins as a scripted player does, and waits for all webhooks that are due. */
export async function buyCoins(world: World, action: "pay" | "fail" | "leave") {
  const url = await openPurchase(world);
  const answer = await fetch(url, {
    method: "POST",
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams({ action }),
    redirect: "manual",
  });
  await answer.body?.cancel();
  if (answer.status >= 400) throw new Error(`The provider's page answered ${answer.status}`);
  await world.sandbox.flush();
}

/** Posts a delivery to the relay, whoever wrote it. */
export async function deliver(
  { webhookUrl }: World,
  { requestBody, signature }: { requestBody: string; signature: string },
) {
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  const { outcome } = (await answer.json()) as { outcome: string };
  return { status: answer.status, outcome };
}
