import type { ReconcileOptions } from "@numipay/core";
import { Numipay, reconcile } from "@numipay/core";

/** Goes through one gateway's list, as a scheduled run of `reconcile` does, and says what became of what it found. */
export async function reconcileGateway<Tx>(
  webhook: ReconcileOptions<Tx>["webhook"],
  { apiKey, baseUrl, day }: { apiKey: string; baseUrl: string; day: string },
) {
  const numipay = new Numipay({ apiKey, baseUrl });
  const outcomes: Record<string, number> = {};
  // Two at a time for each gateway: there are several, and they share the connections.
  const found = reconcile({ numipay, webhook, from: day, to: day, concurrency: 2 });
  for await (const { outcome } of found) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcomes;
}
