// @ts-check
// A player who buys coins. The games ask the gateway for the page; the relay has no part in that, and only hears how it
// ended.

let count = 0;

/** Opens a purchase of coins for 4.99, and returns the provider's page. @param {import("./start-world.js").World} world */
export async function openPurchase({ numipay }) {
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

/**
 * Buys coins as a scripted player does, and waits for all webhooks that are due.
 * @param {import("./start-world.js").World} world
 * @param {"pay" | "fail" | "leave"} action
 */
export async function buyCoins(world, action) {
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

/**
 * Posts a delivery to the relay, whoever wrote it.
 * @param {import("./start-world.js").World} world
 * @param {{ requestBody: string, signature: string }} delivery
 */
export async function deliver({ webhookUrl }, { requestBody, signature }) {
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  const { outcome } = /** @type {{ outcome: string }} */ (await answer.json());
  return { status: answer.status, outcome };
}
