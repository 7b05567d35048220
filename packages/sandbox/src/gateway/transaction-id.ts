import type { Contract } from "@numipay/core/protocol";
import { randomToken } from "./random-token.js";

/**
 * Generates the gateway's id of its nth transaction. A numeric id has 16 digits starting with 1, which a JSON number holds
 * exactly. Seeded history uses shorter ones.
 */
export function createTransactionId(seed: string, number: number, isNumeric: boolean): string {
  const name = `transaction:${number}`;
  return isNumeric ? `1${randomToken(seed, name, 15, "0123456789")}` : randomToken(seed, name, 15);
}

/** Whether the contract types the gateway's ids as numbers. */
export function hasNumericIds({ webhook, operations }: Contract): boolean {
  return (
    webhook.fields.get("transaction_id")?.type === "number" ||
    operations.rejectPayout.fields.get("transaction_id")?.type === "number"
  );
}
