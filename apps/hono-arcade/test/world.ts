import { type Inbox, signPayload, type Transaction } from "@numipay/core";
import { onTestFinished } from "vitest";
import { deliver } from "../demo/player.js";
import { startWorld, type World } from "../demo/start-world.js";

export interface WorldOptions {
  timeoutMs?: number;
  inbox?: Inbox<unknown>;
}

/** Starts a gateway, a relay and three services, and stops them when the test ends. */
export async function openWorld(options?: WorldOptions): Promise<World> {
  const world = await startWorld(options);
  onTestFinished(() => world.close());
  return world;
}

/** Where a webhook goes, and the gateway it claims to come from. */
type WebhookTarget = Pick<World, "sandbox" | "webhookUrl">;

/** Sends the relay a webhook, signed with the gateway's password by default. */
export function sendWebhook(
  world: WebhookTarget,
  changes?: Partial<Transaction>,
  password: string = world.sandbox.signaturePassword,
) {
  const requestBody = JSON.stringify({
    transaction_id: "test-transaction",
    user_id: "player-1",
    tracking_id: "coins-1",
    status: "successful",
    currency: "EUR",
    amount: "4.99",
    transaction_type: "deposit",
    ...changes,
  });
  return deliver(world, { requestBody, signature: signPayload(requestBody, password) });
}
