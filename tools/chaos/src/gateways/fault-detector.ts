import type { Transaction } from "@numipay/core";

/**
 * What makes a delivery a fault of its change: `copies` is a duplicate delivery, `late` a pending after a final status,
 * `serialization` a body that is not in the canonical serialization.
 */
export type DeliveryFaultKind = "copies" | "late" | "serialization";

export interface OutgoingDelivery {
  event: Transaction;
  body: string;
  /** Which delivery of its change it is, counted from 1. */
  sends: number;
}

export type FaultDetector = (delivery: OutgoingDelivery) => boolean;

/** Returns a function that checks whether an outgoing delivery is the fault of its change. */
export function createFaultDetector(kind: DeliveryFaultKind | undefined): FaultDetector {
  if (kind === "copies") return ({ sends }) => sends === 2;
  if (kind === "serialization") return ({ event, body }) => JSON.stringify(event) !== body;
  if (kind === undefined) return () => false;
  /** Transactions with a final status. */
  const final = new Set<string>();
  return ({ event: { transaction_type, transaction_id, status }, sends }) => {
    const transaction = `${transaction_type}:${transaction_id}`;
    if (status !== "pending") final.add(transaction);
    return status === "pending" && sends === 1 && final.has(transaction);
  };
}
