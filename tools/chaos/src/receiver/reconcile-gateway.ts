import { Numipay, reconcile, type ReconcileOptions } from "@numipay/core";

/** The gateway whose list is reconciled. */
export interface GatewayAddress {
  apiKey: string;
  baseUrl: string;
  /** The only day with transactions. */
  day: string;
}

/** How many transactions had each outcome. */
export type OutcomeCounts = Record<string, number>;

/** Reconciles one gateway, as a scheduled `reconcile` does. */
export async function reconcileGateway<Tx>(
  webhook: ReconcileOptions<Tx>["webhook"],
  { apiKey, baseUrl, day }: GatewayAddress,
): Promise<OutcomeCounts> {
  const numipay = new Numipay({ apiKey, baseUrl });
  const counts: OutcomeCounts = {};
  // Several gateways are reconciled at once and share the database connections.
  const found = reconcile({ numipay, webhook, from: day, to: day, concurrency: 2 });
  for await (const { outcome } of found) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
