import {
  type EventRegistry,
  listSetAside,
  type Numipay,
  reconcile,
  type SetAside,
} from "@numipay/core";
import type { Queries } from "../ledger/open-database.js";

export interface RecoveryResult {
  readonly applied: number;
  readonly failed: number;
}

/**
 * Lists the gateway's transactions since the last run and applies missed webhooks through the webhook's handlers. The
 * gateway stops retrying a webhook after 15 attempts.
 */
export async function recoverMissed(
  numipay: Numipay,
  webhook: EventRegistry<Queries>,
  now?: () => number,
): Promise<RecoveryResult> {
  let applied = 0;
  let failed = 0;
  // PGlite has a single connection, which its runs would otherwise wait for.
  for await (const { outcome } of reconcile({ numipay, webhook, concurrency: 1, now })) {
    if (outcome === "processed") applied += 1;
    else if (outcome !== "unhandled") failed += 1;
  }
  return { applied, failed };
}

/** Lists changes that failed in three runs, with the reason. Later runs retry them while the gateway lists them. */
export function listStuck(webhook: EventRegistry<Queries>): Promise<SetAside[]> {
  return listSetAside({ webhook });
}
