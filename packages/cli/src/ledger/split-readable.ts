import { isAmount } from "@numipay/core/protocol";
import type { Transaction } from "@numipay/core";
import type { Discrepancy } from "@numipay/sandbox";

const compared = ["tracking_id", "status", "currency"] as const;

/** Separates transactions without the compared fields, and removes duplicates. */
export function splitReadable(listed: readonly Transaction[]): {
  readable: Transaction[];
  unchecked: Discrepancy[];
} {
  const readable = new Map<string, Transaction>();
  const unchecked: Discrepancy[] = [];
  for (const [index, transaction] of listed.entries()) {
    const missing = findUnreadable(transaction);
    if (missing === undefined) {
      const { transaction_id, transaction_type } = transaction;
      const isNamed = typeof transaction_id === "string" && transaction_id !== "";
      const key = JSON.stringify(isNamed ? [transaction_id, transaction_type] : [index]);
      readable.set(key, transaction);
    } else unchecked.push(toUnchecked(transaction, missing));
  }
  return { readable: [...readable.values()], unchecked };
}

function findUnreadable(transaction: Transaction): string | undefined {
  const fields: Partial<Record<string, unknown>> = { ...transaction };
  const missing = compared.find((name) => typeof fields[name] !== "string" || fields[name] === "");
  return missing ?? (isAmount(fields["amount"]) ? undefined : "amount");
}

function toUnchecked(transaction: Transaction, field: string): Discrepancy {
  const fields: Partial<Record<string, unknown>> = { ...transaction };
  const read = (name: string): string => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  const name = read("tracking_id") || read("transaction_id") || "A transaction";
  return {
    kind: "unchecked",
    tracking_id: read("tracking_id"),
    transaction_id: read("transaction_id") || null,
    expected: null,
    found: null,
    message: `${name} has no valid ${field} in the gateway's list`,
  };
}
