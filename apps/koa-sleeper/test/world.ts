import { type Inbox, signPayload } from "@numipay/core";
import { onTestFinished } from "vitest";
import { deliver, paymentOf } from "../demo/scenarios.js";
import { startWorld, type World } from "../demo/start-world.js";
import type { Tx } from "../src/open-inbox.js";
import type { Booking } from "../src/store/bookings.js";

/** Starts a gateway and a ticket office that run until the test ends. `lines` is the office's log. */
export async function openWorld(inbox?: Inbox<Tx>) {
  const lines: string[] = [];
  const world = await startWorld({ inbox, log: (line) => lines.push(line) });
  onTestFinished(() => world.close());
  return { ...world, lines };
}

/** Sends a webhook for a booking to the office. The password defaults to the gateway's. */
export function sendWebhook(
  world: World,
  booking: Booking,
  changes: object = {},
  password = world.sandbox.signaturePassword,
) {
  const requestBody = JSON.stringify({ ...paymentOf(booking), ...changes });
  return deliver(world, { requestBody, signature: signPayload(requestBody, password) });
}
