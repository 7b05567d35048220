import { isRequestMismatchError, type Numipay } from "@numipay/core";
import type { Gateway } from "./start-gateway.js";
import { samplePayouts } from "./sample-payouts.js";

/** A client that requests payouts. */
export interface Caller {
  name: string;
  numipay: Numipay;
}

/**
 * Checks that a client with a journal sends a payout once, returns the same response to its repetition, and rejects another amount.
 *
 * @throws Error naming what it did instead
 */
export function checkJournalled(caller: Caller, gateway: Gateway): Promise<void> {
  return check(caller, gateway, "1 request, the same response, another amount is rejected");
}

/**
 * Checks that a client without a journal sends each payout that it is called with.
 *
 * @throws Error naming what it did instead
 */
export function checkBare(caller: Caller, gateway: Gateway): Promise<void> {
  return check(caller, gateway, "3 requests, the same response, another amount is accepted");
}

async function check(
  { name, numipay }: Caller,
  { readReceived }: Gateway,
  expected: string,
): Promise<void> {
  const [payout] = samplePayouts(1);
  if (payout === undefined) return;
  const before = await readReceived();
  const first = await numipay.payouts.request(payout);
  const second = await numipay.payouts.request(payout);
  const other = await requestOther(numipay, { ...payout, amount: "90.00" });
  const requests = (await readReceived()) - before;
  const actual = [
    `${requests} ${requests === 1 ? "request" : "requests"}`,
    first.url === second.url ? "the same response" : "another response",
    `another amount is ${other}`,
  ].join(", ");
  if (actual !== expected) throw new Error(`${name}: ${actual}; expected ${expected}.`);
}

async function requestOther(
  numipay: Numipay,
  payout: Parameters<Numipay["payouts"]["request"]>[0],
): Promise<"accepted" | "rejected"> {
  try {
    await numipay.payouts.request(payout);
    return "accepted";
  } catch (error) {
    if (isRequestMismatchError(error)) return "rejected";
    throw error;
  }
}
