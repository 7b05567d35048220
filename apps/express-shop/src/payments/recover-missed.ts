import { type Numipay, reconcile } from "@numipay/core";
import type { ExpressNumipayWebhook } from "@numipay/express";
import type { Tx } from "../store/store.js";

const hourMs = 3_600_000;

export interface RecoveryResult {
  applied: number;
  failed: number;
}

/**
 * Applies missed webhooks through the same handlers and inbox. The gateway stops retrying a delivery after 15 attempts.
 * Tests pass `now`.
 */
export async function recoverMissed(
  numipay: Numipay,
  webhook: ExpressNumipayWebhook<Tx>,
  now?: () => number,
): Promise<RecoveryResult> {
  let applied = 0;
  let failed = 0;
  const results = reconcile({ numipay, webhook, ...(now === undefined ? {} : { now }) });
  for await (const { outcome, transaction, error } of results) {
    if (outcome === "processed") applied += 1;
    else if (outcome !== "unhandled") {
      failed += 1;
      console.error(`Recovering ${transaction.tracking_id}: ${outcome}`, error ?? "");
    }
  }
  return { applied, failed };
}

/** Runs every hour until the returned function is called. Does nothing without a durable inbox. */
export function recoverMissedHourly(
  numipay: Numipay,
  webhook: ExpressNumipayWebhook<Tx>,
): () => void {
  if (webhook.inbox.durable === false) return () => undefined;
  // A failed run is repeated an hour later.
  const timer = setInterval(
    () => void recoverMissed(numipay, webhook).catch(console.error),
    hourMs,
  );
  return () => clearInterval(timer);
}
