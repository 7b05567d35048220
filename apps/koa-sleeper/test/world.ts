// @ts-check
import type { Inbox } from "@numipay/core";
import type { World } from "../demo/start-world.js";
import type { Booking } from "../src/books/bookings.js";
import { onTestFinished } from "vitest";
import { signPayload } from "@numipay/core";
import { deliver, paymentOf } from "../demo/scenes.js";
import { startWorld } from "../demo/start-world.js";

/** A gateway and a ticket office over HTTP, until the test ends; and the lines that the office logs. */
export async function openWorld(inbox?: Inbox) {
  const lines: string[] = [];
  const world = await startWorld({
    log: (line) => lines.push(line),
    ...(inbox === undefined ? {} : { inbox }),
  });
  onTestFinished(() => world.close());
  return { ...world, lines };
}

/** Tells the office of a booking's payment as the gateway would, rightly signed unless another password is given. */
export function tell(
  world: World,
  booking: Booking,
  changed?: object,
  password = world.sandbox.signaturePassword,
) {
  const requestBody = JSON.stringify({ ...paymentOf(booking), ...changed });
  return deliver(world, { requestBody, signature: signPayload(requestBody, password) });
}
