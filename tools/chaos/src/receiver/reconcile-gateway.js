import { Numipay, reconcile } from "@numipay/core";

/**
 * Goes through one gateway's list, as a scheduled run of `reconcile` does, and says what became of what it found.
 *
 * @template Tx
 * @param {import("@numipay/core").ReconcileOptions<Tx>["webhook"]} webhook
 * @param {{ apiKey: string, baseUrl: string, day: string }} gateway
 */
export async function reconcileGateway(webhook, { apiKey, baseUrl, day }) {
  const numipay = new Numipay({ apiKey, baseUrl });
  /** @type {Record<string, number>} */
  const outcomes = {};
  // Two at a time for each gateway: there are several, and they share the connections.
  const found = reconcile({ numipay, webhook, from: day, to: day, concurrency: 2 });
  for await (const { outcome } of found) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcomes;
}
