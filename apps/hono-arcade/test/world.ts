// @ts-check
import type { Inbox, Transaction } from "@numipay/core";
import type { World } from "../demo/start-world.js";
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { deliver } from "../demo/player.js";
import { startWorld } from "../demo/start-world.js";

/** A gateway, a relay and three services over HTTP, until the test ends. */
export async function openWorld(options?: { timeoutMs?: number; inbox?: Inbox }) {
  const world = await startWorld(options);
  onTestFinished(() => world.close());
  return world;
}

export type Changes = Partial<Transaction>;

/** Tells the relay of a payment as the gateway would, rightly signed unless another password is given. */
export function tell(world: World, changes?: Changes, password = world.sandbox.signaturePassword) {
  const requestBody = JSON.stringify({
    transaction_id: "made-up-here",
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
