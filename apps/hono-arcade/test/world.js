// @ts-check
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { deliver } from "../demo/player.js";
import { startWorld } from "../demo/start-world.js";

/** A gateway, a relay and three services over HTTP, until the test ends. @param {{ timeoutMs?: number, inbox?: import("@numipay/core").Inbox }} [options] */
export async function openWorld(options) {
  const world = await startWorld(options);
  onTestFinished(() => world.close());
  return world;
}

/** @typedef {Partial<import("@numipay/core").Transaction>} Changes */

/**
 * Tells the relay of a payment as the gateway would, rightly signed unless another password is given.
 * @param {import("../demo/start-world.js").World} world
 * @param {Changes} [changes]
 */
export function tell(world, changes, password = world.sandbox.signaturePassword) {
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
