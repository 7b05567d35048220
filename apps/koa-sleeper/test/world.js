// @ts-check
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { deliver, paymentOf } from "../demo/scenes.js";
import { startWorld } from "../demo/start-world.js";

/** A gateway and a ticket office over HTTP, until the test ends; and the lines that the office logs. @param {import("@numipay/core").Inbox} [inbox] */
export async function openWorld(inbox) {
  /** @type {string[]} */
  const lines = [];
  const world = await startWorld({
    log: (line) => lines.push(line),
    ...(inbox === undefined ? {} : { inbox }),
  });
  onTestFinished(() => world.close());
  return { ...world, lines };
}

/**
 * Tells the office of a booking's payment as the gateway would, rightly signed unless another password is given.
 * @param {import("../demo/start-world.js").World} world
 * @param {import("../src/books/bookings.js").Booking} booking
 * @param {object} [changed]
 */
export function tell(world, booking, changed, password = world.sandbox.signaturePassword) {
  const requestBody = JSON.stringify({ ...paymentOf(booking), ...changed });
  return deliver(world, { requestBody, signature: signPayload(requestBody, password) });
}
