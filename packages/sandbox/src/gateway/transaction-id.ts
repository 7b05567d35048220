import type { Contract } from "@numipay/core/protocol";
import { randomToken } from "./random-token.js";

/**
 * Draws the gateway's id of its nth transaction. One of digits has 16, the first a 1: a JSON number keeps them all, and
 * a made-up past has shorter ones.
 */
export function drawTransactionId(seed: string, number: number, isNumeric: boolean): string {
  const name = `transaction:${number}`;
  return isNumeric ? `1${randomToken(seed, name, 15, "0123456789")}` : randomToken(seed, name, 15);
}

/** Whether the contract has the gateway's ids as numbers. */
export function hasNumericIds({ webhook, operations }: Contract): boolean {
  return (
    webhook.fields.get("transaction_id")?.type === "number" ||
    operations.rejectPayout.fields.get("transaction_id")?.type === "number"
  );
}
